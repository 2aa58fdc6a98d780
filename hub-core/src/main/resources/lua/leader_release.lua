-- purpose: give the leadership back, if it is one's own
-- KEYS[1] the leadership, HASH as in leader_take
-- ARGV[1] uid of the instance that gives it back
-- result: 1 when it was theirs, else 0
-- cost: O(1)
-- idempotent: yes
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'owner', '', 'until', 0)
return 1
