-- purpose: give a lease back, if it is one's own
-- KEYS[1] the lease, STRING its owner
-- ARGV[1] who gives it back
-- result: 1 when it was theirs, else 0
-- cost: O(1)
-- idempotent: yes
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
