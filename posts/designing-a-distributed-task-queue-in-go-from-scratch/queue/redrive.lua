-- ARGV: how many of the dead, oldest first
local ids = redis.call('ZRANGE', dead, 0, ARGV[1] - 1)
for _, id in ipairs(ids) do
  redis.call('ZREM', dead, id)
  redis.call('HDEL', attempts, id)
  redis.call('LPUSH', list(id), id)
end
return #ids
