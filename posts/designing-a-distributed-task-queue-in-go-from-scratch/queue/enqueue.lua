-- ARGV: id, body, priority, delay in ms, most tasks
if redis.call('HEXISTS', body, ARGV[1]) == 1 then
  return 0 -- this id is known: nothing to do
end
if redis.call('HLEN', body) >= tonumber(ARGV[5]) then
  return -1 -- full: the producer has to know
end
redis.call('HSET', body, ARGV[1], ARGV[2])
redis.call('HSET', prio, ARGV[1], ARGV[3])
if tonumber(ARGV[4]) > 0 then
  redis.call('ZADD', delayed, now() + ARGV[4], ARGV[1])
else
  redis.call('LPUSH', list(ARGV[1]), ARGV[1])
end
return 1
