-- One request against the log of a client's requests: a set of ids by the microsecond of Redis' own clock.
-- KEYS[1]  the log
-- ARGV[1]  the request's id; empty: only look
-- ARGV[2+] for each window its length in microseconds and its limit
-- Returns  1 or 0 for admitted, then for each window how many are in it and the microseconds until the next one leaves;
--          of a window that is full, until there is room. What is refused is nowhere counted.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local longest = 0
for i = 2, #ARGV, 2 do
  longest = math.max(longest, tonumber(ARGV[i]))
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - longest))

local admitted = 1
local found = {}
for i = 2, #ARGV, 2 do
  local length = tonumber(ARGV[i])
  local limit = tonumber(ARGV[i + 1])
  local from = string.format('(%.0f', now - length)
  local used = length == longest and redis.call('ZCARD', KEYS[1]) or redis.call('ZCOUNT', KEYS[1], from, '+inf')
  local reset = length
  if used > 0 then
    local leaving = math.min(used - 1, math.max(0, used - limit))
    local entry = redis.call('ZRANGEBYSCORE', KEYS[1], from, '+inf', 'WITHSCORES', 'LIMIT', leaving, 1)
    reset = tonumber(entry[2]) + length - now
  end
  if used >= limit then
    admitted = 0
  end
  found[#found + 1] = used
  found[#found + 1] = reset
end

if ARGV[1] ~= '' and admitted == 1 then
  redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
  redis.call('PEXPIRE', KEYS[1], math.ceil(longest / 1000))
  for i = 1, #found, 2 do
    found[i] = found[i] + 1
  end
end
table.insert(found, 1, admitted)
return found
