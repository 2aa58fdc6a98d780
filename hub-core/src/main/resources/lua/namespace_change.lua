-- purpose: set or take away a namespace, unless somebody else changed one meanwhile, and list all
-- KEYS[1] namespaces, HASH name -> options as JSON, and v -> version
-- ARGV[1] name; empty to list only
-- ARGV[2] its options as JSON; empty takes it away
-- ARGV[3] version that the change is based on, 0 for none
-- ARGV[4] most namespaces
-- result: DONE, CONFLICT, FULL or ABSENT, then all fields of the hash and their values, one after the other
-- cost: O(namespaces)
-- idempotent: yes
local name, options = ARGV[1], ARGV[2]
local version = redis.call('HGET', KEYS[1], 'v') or '0'
local exists = name ~= '' and redis.call('HEXISTS', KEYS[1], name) == 1
local change = 'DONE'
if name == '' then
  change = 'DONE'
elseif version ~= ARGV[3] then
  change = 'CONFLICT'
elseif options == '' and not exists then
  change = 'ABSENT'
elseif options ~= '' and not exists and redis.call('HLEN', KEYS[1]) > tonumber(ARGV[4]) then
  change = 'FULL'
else
  -- The server's clock in microseconds, so that a version never comes twice, not even after data was lost.
  local clock = redis.call('TIME')
  local now = clock[1] * 1000000 + clock[2]
  local next = math.max(now, tonumber(version) + 1)
  redis.call('HSET', KEYS[1], 'v', string.format('%.0f', next))
  if options == '' then
    redis.call('HDEL', KEYS[1], name)
  else
    redis.call('HSET', KEYS[1], name, options)
  end
end
local result = redis.call('HGETALL', KEYS[1])
table.insert(result, 1, change)
return result
