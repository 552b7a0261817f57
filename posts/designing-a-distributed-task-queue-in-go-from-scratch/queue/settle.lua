-- ARGV: what, id, token, ms
local what, id = ARGV[1], ARGV[2]
if redis.call('HGET', token, id) ~= ARGV[3] then
  return 0 -- the lease ran out; the task is somebody else's
end
if what == 'extend' then
  redis.call('ZADD', leased, now() + ARGV[4], id)
  return 1
end
redis.call('ZREM', leased, id)
redis.call('HDEL', token, id)
if what == 'ack' then
  for _, h in ipairs({body, attempts, prio}) do
    redis.call('HDEL', h, id)
  end
elseif what == 'retry' then
  redis.call('ZADD', delayed, now() + ARGV[4], id)
elseif what == 'bury' then
  redis.call('ZADD', dead, now(), id)
end
return 1
