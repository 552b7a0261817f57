/** The promise, or an exception of the name `TimeoutError`. Browsers' storage can hang for good, and a reader waits for no storage. */
export async function within<T>(promise: Promise<T>, milliseconds = 2_000): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const timeout = new Promise<never>((_, reject) => {
		const late = () => reject(new DOMException('No answer in time.', 'TimeoutError'));
		timer = setTimeout(late, milliseconds);
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
