-- purpose: give a queue settings
-- KEYS[1] the queue, HASH, see include/job
-- ARGV[1] 1 to change what is set, 0 to set only what is not
-- ARGV[2] and following, settings by name and value
-- result: all fields of the queue
-- cost: O(settings); O(groups that are held up) where what holds them up changes
-- idempotent: yes
-- include: whole
local LIMITS = {group_concurrency = true, group_rate_limit = true, group_rate_period_ms = true}
local parked, is_freed = KEYS[1] .. ':parked', false
for at = 2, #ARGV, 2 do
  local name, value = ARGV[at], ARGV[at + 1]
  if LIMITS[name] and ARGV[1] == '1' and redis.call('HGET', KEYS[1], name) ~= value then is_freed = true end
  redis.call(ARGV[1] == '1' and 'HSET' or 'HSETNX', KEYS[1], name, value)
end
-- Whoever asks for jobs next looks at them anew.
if is_freed and redis.call('EXISTS', parked) == 1 then redis.call('ZUNIONSTORE', parked, 1, parked, 'WEIGHTS', 0) end
return redis.call('HGETALL', KEYS[1])
