-- purpose: give a queue settings
-- KEYS[1] the queue, HASH, see include/job
-- ARGV[1] 1 to change what is set, 0 to set only what is not
-- ARGV[2] and following, settings by name and value
-- result: all fields of the queue
-- cost: O(settings)
-- idempotent: yes
for at = 2, #ARGV, 2 do
  redis.call(ARGV[1] == '1' and 'HSET' or 'HSETNX', KEYS[1], ARGV[at], ARGV[at + 1])
end
return redis.call('HGETALL', KEYS[1])
