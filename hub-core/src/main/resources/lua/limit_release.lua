-- purpose: give back slots that a decision took
-- KEYS[1] slots, see include/limit
-- ARGV[1] how many it took
-- ARGV[2] id of the decision
-- result: 1 if they were still taken, else 0
-- cost: O(log slots)
-- idempotent: yes
local removed = redis.pcall('ZREM', KEYS[1], ARGV[1] .. ' ' .. ARGV[2])
if removed ~= 1 then return 0 end
local rule = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
local sum = redis.call('ZINCRBY', KEYS[1], ARGV[1], rule)
if tonumber(sum) >= -1 then redis.call('DEL', KEYS[1]) end
return 1
