-- purpose: write a reservation, unless somebody else has changed it
-- KEYS[1] the reservation, STRING "<stamp> <JSON>"
-- ARGV[1] stamp that it must have; empty for a new one
-- ARGV[2] stamp that it gets, as nobody else has it
-- ARGV[3] the reservation, JSON
-- ARGV[4] how long it lives from now on, ms
-- result: 1 when it is written, 0 when it is another one or gone
-- cost: O(1)
-- idempotent: yes
local former = redis.call('GET', KEYS[1])
local stamp = former and string.match(former, '^%S+') or ''
if stamp == ARGV[2] then return 1 end
if stamp ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2] .. ' ' .. ARGV[3], 'PX', ARGV[4])
return 1
