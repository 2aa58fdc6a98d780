-- purpose: say that this instance lives, forget those whose lease ran out, and list the living
-- KEYS[1] registry of the instances, HASH uid -> "<end of the lease in ms since 1970>|<description>"
-- ARGV[1] uid of this instance
-- ARGV[2] its description
-- ARGV[3] length of the lease in ms; 0 takes it out of the registry
-- result: descriptions of the living instances, this one among them unless it was taken out
-- cost: O(instances)
-- idempotent: yes
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local lease = tonumber(ARGV[3])
if lease > 0 then
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now + lease) .. '|' .. ARGV[2])
  redis.call('PEXPIRE', KEYS[1], lease)
else
  redis.call('HDEL', KEYS[1], ARGV[1])
end
local living = {}
local registry = redis.call('HGETALL', KEYS[1])
for i = 1, #registry, 2 do
  local bar = string.find(registry[i + 1], '|', 1, true)
  if tonumber(string.sub(registry[i + 1], 1, bar - 1)) < now then
    redis.call('HDEL', KEYS[1], registry[i])
  else
    living[#living + 1] = string.sub(registry[i + 1], bar + 1)
  end
end
return living
