-- Brings into a log what an instance admitted while it could not ask, and what Redis may have lost since.
-- KEYS[1]  the log
-- ARGV[1]  how long the log is kept, in microseconds
-- ARGV[2+] for each request its id and how long ago it was, in microseconds; what is there already stays as it is
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local kept = tonumber(ARGV[1])
for i = 2, #ARGV, 2 do
  redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', now - tonumber(ARGV[i + 1])), ARGV[i])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - kept))
redis.call('PEXPIRE', KEYS[1], math.ceil(kept / 1000))
return redis.call('ZCARD', KEYS[1])
