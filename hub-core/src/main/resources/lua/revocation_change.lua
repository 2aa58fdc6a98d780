-- purpose: take something back, or no longer, and forget a few of those that are over
-- KEYS[1] revocations, HASH field -> value, and v -> version
-- KEYS[2] their ends, ZSET field -> seconds since 1970
-- ARGV[1] field
-- ARGV[2] value; empty takes it away
-- ARGV[3] when it is over, in seconds since 1970; 0 for never
-- ARGV[4] most revocations
-- result: DONE, SAME or FULL, the version before, the version after, and the fields of those that were over
-- cost: O(log revocations)
-- idempotent: yes
local clock = redis.call('TIME')
local before = redis.call('HGET', KEYS[1], 'v') or '0'
local field, value = ARGV[1], ARGV[2]
local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', clock[1], 'LIMIT', 0, 100)
local outcome = 'DONE'
local former = redis.call('HGET', KEYS[1], field) or ''
local left = redis.call('HLEN', KEYS[1]) - #over
if former == value then
  outcome = 'SAME'
elseif former == '' and left > tonumber(ARGV[4]) then
  outcome = 'FULL'
end
for _, each in ipairs(over) do
  if each ~= field or outcome ~= 'DONE' then
    redis.call('HDEL', KEYS[1], each)
  end
  redis.call('ZREM', KEYS[2], each)
end
local version = before
if outcome == 'DONE' then
  if value == '' then
    redis.call('HDEL', KEYS[1], field)
    redis.call('ZREM', KEYS[2], field)
  else
    redis.call('HSET', KEYS[1], field, value)
    if ARGV[3] == '0' then
      redis.call('ZREM', KEYS[2], field)
    else
      redis.call('ZADD', KEYS[2], ARGV[3], field)
    end
  end
end
if outcome == 'DONE' or #over > 0 then
  -- The server's clock in microseconds, so that a version never comes twice, not even after data was lost.
  local now = clock[1] * 1000000 + clock[2]
  version = string.format('%.0f', math.max(now, tonumber(before) + 1))
  redis.call('HSET', KEYS[1], 'v', version)
end
local result = { outcome, before, version }
for _, each in ipairs(over) do
  if each ~= field or outcome ~= 'DONE' then
    result[#result + 1] = each
  end
end
return result
