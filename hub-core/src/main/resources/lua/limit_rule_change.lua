-- purpose: set or take away a rule of limits or a price, unless something else changed meanwhile, and note who did it
-- KEYS[1] rules and prices, HASH r:<rule> or p:<model> -> JSON, and v -> version
-- KEYS[2] the log of their changes, STREAM of who, field, before, after
-- ARGV[1] field
-- ARGV[2] JSON; empty takes it away
-- ARGV[3] version that the change is based on; empty for any
-- ARGV[4] most fields of the kind
-- ARGV[5] who asks for it
-- ARGV[6] most changes that are kept in the log
-- result: DONE, SAME, ABSENT, CONFLICT or FULL, the version after it, and what the field held before
-- cost: O(fields) when the field is new, else O(1)
-- idempotent: yes
local field, value, base = ARGV[1], ARGV[2], ARGV[3]
local version = redis.call('HGET', KEYS[1], 'v') or '0'
local before = redis.call('HGET', KEYS[1], field) or ''

local function count_kind()
  local kind, count = string.sub(field, 1, 2), 0
  for _, each in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.sub(each, 1, 2) == kind then count = count + 1 end
  end
  return count
end

local outcome = 'DONE'
if base ~= '' and base ~= version then
  outcome = 'CONFLICT'
elseif value == '' and before == '' then
  outcome = 'ABSENT'
elseif value == before then
  outcome = 'SAME'
elseif before == '' and count_kind() >= tonumber(ARGV[4]) then
  outcome = 'FULL'
end
if outcome ~= 'DONE' then return { outcome, version, before } end

-- The server's clock in microseconds, so that a version never comes twice, not even after data was lost.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
version = string.format('%.0f', math.max(now, (tonumber(version) or 0) + 1))
redis.call('HSET', KEYS[1], 'v', version)
if value == '' then
  redis.call('HDEL', KEYS[1], field)
else
  redis.call('HSET', KEYS[1], field, value)
end
redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[6], '*', 'who', ARGV[5], 'field', field, 'before', before, 'after', value)
return { outcome, version, before }
