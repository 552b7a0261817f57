local body, attempts, prio = KEYS[1], KEYS[2], KEYS[3]
local token, delayed, leased = KEYS[4], KEYS[5], KEYS[6]
local dead, seq = KEYS[7], KEYS[8]
local ready = {KEYS[9], KEYS[10], KEYS[11]}

-- The server's clock is the only clock.
local function now()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

local function list(id)
  return ready[tonumber(redis.call('HGET', prio, id))]
end
