/** A storage or network call that did not settle in time. */
export class TimeoutError extends Error {
	constructor(milliseconds: number) {
		super(`No answer within ${milliseconds} ms.`);
		this.name = 'TimeoutError';
	}
}

/** The promise, or a TimeoutError. Browsers' storage can hang for good, and a reader waits for no storage. */
export async function within<T>(promise: Promise<T>, milliseconds = 2_000): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const timeout = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new TimeoutError(milliseconds)), milliseconds);
	});
	try {
		return await Promise.race([promise, timeout]);
	} finally {
		clearTimeout(timer);
	}
}

/** Settles after so many milliseconds. */
export const pause = (milliseconds: number) =>
	new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
