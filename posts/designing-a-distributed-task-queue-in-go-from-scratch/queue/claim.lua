-- ARGV: how many, lease in ms, then the priorities in order
local out, n = {}, tonumber(ARGV[1])
local deadline = now() + ARGV[2]
for i = 3, #ARGV do
  while n > 0 do
    local id = redis.call('RPOP', ready[tonumber(ARGV[i])])
    if not id then break end
    n = n - 1
    local t = redis.call('INCR', seq)
    redis.call('HSET', token, id, t)
    redis.call('ZADD', leased, deadline, id)
    local a = redis.call('HINCRBY', attempts, id, 1)
    out[#out + 1] = {id, redis.call('HGET', body, id), a, t}
  end
end
return out
