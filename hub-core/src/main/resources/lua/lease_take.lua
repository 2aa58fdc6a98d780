-- purpose: take a lease that nobody has, or keep one's own for longer
-- KEYS[1] the lease, STRING its owner
-- ARGV[1] who wants it
-- ARGV[2] for how long from now, in ms
-- result: 1 when it is theirs, 0 when it is somebody else's
-- cost: O(1)
-- idempotent: yes
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
