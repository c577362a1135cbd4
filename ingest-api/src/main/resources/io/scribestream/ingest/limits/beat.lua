-- An instance says that it is there, and hears who else is.
-- KEYS[1]  the set of instances by the microsecond of their last beat
-- ARGV[1]  the instance; ARGV[2] how long a beat lasts, in microseconds
-- Returns  1 or 0 for whether it was known, the time in microseconds, then for each instance its name and its last beat
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local known = redis.call('ZSCORE', KEYS[1], ARGV[1]) and 1 or 0
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - tonumber(ARGV[2])))
redis.call('PEXPIRE', KEYS[1], math.ceil(tonumber(ARGV[2]) / 1000))
local answer = {known, now}
local beats = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #beats, 2 do
  answer[#answer + 1] = beats[i]
  answer[#answer + 1] = tonumber(beats[i + 1])
end
return answer
