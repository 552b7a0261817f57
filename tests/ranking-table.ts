const websockets = 'why-websockets-arent-always-the-best-choice-for-real-time-communication';
const tradeOffs = 'engineering-trade-offs-every-backend-engineer-must-understand';
const survive = 'designing-systems-that-survive-production-traffic';
const whenGo = 'when-go-is-the-right-choice-and-when-it-isnt';
const systemDesign = 'what-4-years-of-backend-engineering-taught-me-about-system-design';
const rateLimiting = 'rate-limiting-in-go-for-high-traffic-apis';
const shutdown = 'graceful-shutdown-in-go-microservices-done-right';
const observability = 'production-ready-logging-and-observability-in-go';
const horizontally = 'designing-go-services-that-scale-horizontally';
const cleanArchitecture = 'building-scalable-go-apis-with-clean-architecture';
const safeConcurrency = 'designing-safe-concurrent-systems-in-go';
const contexts = 'context-propagation-in-go-designing-cancelable-systems';
const leaks = 'avoiding-goroutine-leaks-in-long-running-go-services';
const workerPools = 'worker-pools-in-go-design-patterns-and-production-pitfalls';
const patterns = 'advanced-concurrency-patterns-every-go-engineer-should-know';
const memory = 'memory-optimization-techniques-for-high-traffic-go-services';
const latency = 'reducing-latency-in-go-apis-lessons-from-production';
const tuning = 'practical-go-performance-tuning-in-real-production-systems';
const scheduler = 'understanding-go-scheduler-behavior-in-high-concurrency-systems';
const optimizing = 'optimizing-go-services-handling-millions-of-requests';
const profiling = 'profiling-go-services-in-production-cpu-memory-and-goroutine-leaks';
const outbox = 'production-patterns-for-event-driven-systems-in-go';
const pipeline = 'designing-a-high-throughput-event-processing-pipeline-in-go';
const queueWorkers = 'building-resilient-workers-in-go-for-queue-based-architectures';
const partialFailures = 'handling-partial-failures-in-distributed-go-systems';
const throughput = 'how-i-design-go-microservices-for-high-throughput-systems';
const jobs = 'reliable-background-jobs-in-go-retries-dead-letters-and-idempotency';
const eventDriven = 'lessons-from-building-event-driven-microservices-in-go';
const taskQueue = 'designing-a-distributed-task-queue-in-go-from-scratch';
const mysql = 'migrating-50gb-mysql-data-without-downtime';
const tenThings = '10-things-i-learned-after-4-years-as-a-backend-engineer';
const node = 'request-context-propagation-in-node-js-microservices';

/** What engineers type, and the post that must come first. */
export const ranking: [query: string, slug: string][] = [
	// Titles, whole and begun.
	['websocket', websockets],
	['why websockets', websockets],
	['trade-offs', tradeOffs],
	['tradeoffs', tradeOffs],
	['survive production traffic', survive],
	['when go is the right choice', whenGo],
	['system design', systemDesign],
	['rate limit', rateLimiting],
	['rate lim', rateLimiting],
	['graceful shutdown', shutdown],
	['gracef', shutdown],
	['logging', observability],
	['scale horizontally', horizontally],
	['clean architecture', cleanArchitecture],
	['concurrent systems', safeConcurrency],
	['context propagation', contexts],
	['goroutine leaks', leaks],
	['goroutine leak', leaks],
	['worker pool', workerPools],
	['concurrency patterns', patterns],
	['memory optimization', memory],
	['reducing latency', latency],
	['performance tuning', tuning],
	['go scheduler', scheduler],
	['millions of requests', optimizing],
	['profiling', profiling],
	['event-driven systems', outbox],
	['event pipeline', pipeline],
	['resilient workers', queueWorkers],
	['partial failure', partialFailures],
	['high throughput microservices', throughput],
	['background jobs', jobs],
	['event driven microservices', eventDriven],
	['task queue', taskQueue],
	['migrating mysql', mysql],
	['mysql migration', mysql],
	['10 things', tenThings],
	['node.js', node],
	['nodejs', node],
	['10 Things I Learned After 4 Years as a Backend Engineer', tenThings],
	['Worker Pools in Go: Design Patterns and Production Pitfalls', workerPools],

	// Slips of the fingers.
	['webscoket', websockets],
	['goroutne leak', leaks],
	['gracefull shutdwon', shutdown],
	['schedular preemption', scheduler],
	['obsevability', observability],
	['cirucit breaker', partialFailures],
	['idempotancy', jobs],
	['ratelimit', rateLimiting],
	['micorservices node', node],

	// Subjects.
	['server-sent events', websockets],
	['long polling', websockets],
	['consistency vs availability', tradeOffs],
	['load shedding', survive],
	['headroom', survive],
	['data modeling', systemDesign],
	['token bucket', rateLimiting],
	['sliding window', rateLimiting],
	['sticky sessions', horizontally],
	['visibility timeout', queueWorkers],
	['histogram buckets', observability],
	['rust or java', whenGo],
	['encoding/json', optimizing],
	['cache expiry on every replica', horizontally],
	['connection draining', shutdown],
	['structured logging', observability],
	['distributed lock', horizontally],
	['dependency injection', cleanArchitecture],
	['project layout', cleanArchitecture],
	['data race', safeConcurrency],
	['race detector', safeConcurrency],
	['mutex or channel', safeConcurrency],
	['fan-in', patterns],
	['string interning', memory],
	['slice preallocation', memory],
	['p99 latency', latency],
	['work stealing', scheduler],
	['million goroutines', scheduler],
	['flame graph', profiling],
	['heap profile', profiling],
	['transactional outbox', outbox],
	['event replay', outbox],
	['poison message', queueWorkers],
	['circuit breaker', partialFailures],
	['retry budget', partialFailures],
	['saga', partialFailures],
	['dead letter', jobs],
	['jitter', partialFailures],
	['idempotency key', jobs],
	['priority queue', taskQueue],
	['task priorities', taskQueue],
	['dual write', mysql],
	['shadow table', mysql],
	['cutover', mysql],
	['request id', node],
	['choreography', eventDriven],
	['correlation and causation', eventDriven],

	// Identifiers, whole and in parts, and symbols.
	['sync.Pool', memory],
	['context.WithTimeout', contexts],
	['WithTimeout', contexts],
	['context.WithValue', contexts],
	['AfterFunc', contexts],
	['GOMAXPROCS', scheduler],
	['errgroup', patterns],
	['singleflight', patterns],
	['goleak', leaks],
	['SIGTERM', shutdown],
	['signal.NotifyContext', shutdown],
	['http.Server.Shutdown', shutdown],
	['preStop', shutdown],
	['slog', observability],
	['slog.Handler', observability],
	['atomic.Int64', safeConcurrency],
	['sync.RWMutex', safeConcurrency],
	['-race', safeConcurrency],
	['text/event-stream', websockets],
	['EventSource', websockets],
	['Last-Event-ID', websockets],
	['GOGC', tuning],
	['pprof', profiling],
	['runtime/metrics', scheduler],
	['AsyncLocalStorage', node],
	['async local storage', node],
	['traceparent', node],
	['SKIP LOCKED', jobs],
	['n+1 queries', latency],
	['429', rateLimiting],
	['redis lua script', rateLimiting],

	// Tags, phrases, and words in other forms than the post's.
	['#mysql', mysql],
	['tag:nodejs', node],
	['context -#go', node],
	['leak #observability', profiling],
	['"transactional outbox"', outbox],
	['limiting rates', rateLimiting],
	['migrate mysql tables', mysql],
	['shut down gracefully', shutdown],
	['k8s termination', shutdown]
];
