import type { Fault } from './faults';
import type { Deployment } from './published-files';

/** What the serving process is started with; it starts again with the same after every stop. */
export interface ServerState {
	port: number;
	/** '' or '/blog', without a slash at the end. */
	base: string;
	deployment: Deployment;
	faults: Fault[];
	/** Connections are refused, as when nothing runs here. */
	refuses?: boolean;
	/** Content-Security-Policy for documents, as a host's header would give it. */
	csp?: string;
	/** Cache-Control for everything but blobs and immutable files, instead of no-cache. */
	cacheControl?: string;
}

/** To the serving process. Each is answered by `done` with its number. */
export interface ServerCommand {
	number: number;
	state: ServerState;
	/** Faults were set, if only to the same ones: they count from the beginning. A deployment leaves the counts alone. */
	recount: boolean;
}

/** From the serving process. */
export type ServerReport =
	| { kind: 'ready' }
	| { kind: 'failed'; message: string }
	| { kind: 'done'; number: number }
	| { kind: 'request'; request: RequestRecord };

/** One line of the log: an answer as the server saw it. */
export interface RequestRecord {
	/** When it arrived, milliseconds since 1970. */
	at: number;
	ms: number;
	method: string;
	/** Path and query. */
	url: string;
	status: number;
	/** Bytes of this answer on the wire, headers included. */
	bytes: number;
	/** False when the connection ended before the answer did. */
	complete: boolean;
	fault: Fault['kind'] | null;
	/** The browser asked for a service worker's script. */
	workerScript: boolean;
	ifNoneMatch: boolean;
	/** Sec-Fetch-Dest, or '' where the engine sends none. */
	destination: string;
}
