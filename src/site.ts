/** The one file an author edits to make this their blog. */

export interface Series {
	/** Used in URLs and in the page, so lower-case words joined by hyphens. */
	id: string;
	title: string;
	/** One sentence: what someone knows after reading the whole path. */
	description: string;
	/** Slugs, in reading order. */
	posts: string[];
}

export const site = {
	/** Shown in the header, in the browser's tab and under the icon on a phone. */
	title: 'cat ~/posts/*',
	/** At most 12 characters: the name under the icon. */
	shortName: 'cat posts',
	description:
		'Backend engineering and distributed systems, written at length: how the machinery works, what it costs, and when to leave it alone.',
	author: 'The cat-posts authors',
	language: 'en',
	/** Where the site is published, without the base path and without a slash at the end. SITE_URL overrides it. */
	url: 'https://cat-posts.example',
	/** Colours of the browser's own bars, the same as --paper in styles/tokens.css. */
	themeColor: { light: '#fbfaf7', dark: '#14161a' },
	/** Public half of the key that recalls are signed with: `npm run recall -- --init` makes it. Empty: no recalls. */
	recallKey: '',
	/** Every tag a post may carry. A tag that is not listed here fails the build. */
	tags: [
		'architecture',
		'backend',
		'career',
		'concurrency',
		'databases',
		'distributed-systems',
		'engineering',
		'go',
		'infrastructure',
		'microservices',
		'mysql',
		'nodejs',
		'observability',
		'performance'
	],
	/** Reading paths over the posts, shown on the index and at the end of each post. */
	series: [
		{
			id: 'concurrency',
			title: 'Concurrency in Go',
			description: 'From a mutex that is held too long to a scheduler with a million goroutines.',
			posts: [
				'designing-safe-concurrent-systems-in-go',
				'context-propagation-in-go-designing-cancelable-systems',
				'avoiding-goroutine-leaks-in-long-running-go-services',
				'worker-pools-in-go-design-patterns-and-production-pitfalls',
				'advanced-concurrency-patterns-every-go-engineer-should-know',
				'understanding-go-scheduler-behavior-in-high-concurrency-systems'
			]
		},
		{
			id: 'performance',
			title: 'Performance, measured',
			description:
				'Find the time and the memory first, then take them back, with a number for each step.',
			posts: [
				'profiling-go-services-in-production-cpu-memory-and-goroutine-leaks',
				'practical-go-performance-tuning-in-real-production-systems',
				'memory-optimization-techniques-for-high-traffic-go-services',
				'reducing-latency-in-go-apis-lessons-from-production',
				'optimizing-go-services-handling-millions-of-requests',
				'how-i-design-go-microservices-for-high-throughput-systems'
			]
		},
		{
			id: 'resilience',
			title: 'Staying up',
			description:
				'What a service does when its callers, its dependencies or its own host misbehave.',
			posts: [
				'designing-systems-that-survive-production-traffic',
				'rate-limiting-in-go-for-high-traffic-apis',
				'handling-partial-failures-in-distributed-go-systems',
				'graceful-shutdown-in-go-microservices-done-right',
				'designing-go-services-that-scale-horizontally',
				'production-ready-logging-and-observability-in-go'
			]
		},
		{
			id: 'events',
			title: 'Queues and events',
			description: 'Work that is done later, elsewhere, and exactly as often as it should be.',
			posts: [
				'reliable-background-jobs-in-go-retries-dead-letters-and-idempotency',
				'building-resilient-workers-in-go-for-queue-based-architectures',
				'designing-a-distributed-task-queue-in-go-from-scratch',
				'lessons-from-building-event-driven-microservices-in-go',
				'production-patterns-for-event-driven-systems-in-go',
				'designing-a-high-throughput-event-processing-pipeline-in-go'
			]
		},
		{
			id: 'career',
			title: 'Judgement',
			description: 'The decisions that outlive the code: trade-offs, tools, and what to leave out.',
			posts: [
				'engineering-trade-offs-every-backend-engineer-must-understand',
				'when-go-is-the-right-choice-and-when-it-isnt',
				'what-4-years-of-backend-engineering-taught-me-about-system-design',
				'10-things-i-learned-after-4-years-as-a-backend-engineer'
			]
		}
	] as Series[]
};

export type Site = typeof site;
