-- ARGV: at most so many, most attempts
local function past(set)
  return redis.call('ZRANGE', set, '-inf', now(), 'BYSCORE',
    'LIMIT', 0, ARGV[1])
end
local due = past(delayed)
for _, id in ipairs(due) do
  redis.call('ZREM', delayed, id)
  redis.call('LPUSH', list(id), id)
end
local expired = past(leased)
for _, id in ipairs(expired) do
  redis.call('ZREM', leased, id)
  redis.call('HDEL', token, id)
  local tries = tonumber(redis.call('HGET', attempts, id))
  if tries >= tonumber(ARGV[2]) then
    redis.call('ZADD', dead, now(), id)
  else
    redis.call('RPUSH', list(id), id) -- to the front: it has waited
  end
end
return #due + #expired
