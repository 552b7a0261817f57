/**
 * The function, with its latest result for each subject kept: ranking, choosing sections and cutting excerpts ask the
 * same of the same texts, once for each letter typed.
 */
export function keepLatest<Subject extends object, Question extends object, Result>(
	compute: (subject: Subject, question: Question) => Result
): (subject: Subject, question: Question) => Result {
	const latest = new WeakMap<Subject, { question: Question; result: Result }>();
	return (subject, question) => {
		const known = latest.get(subject);
		if (known?.question === question) return known.result;
		const result = compute(subject, question);
		latest.set(subject, { question, result });
		return result;
	};
}
