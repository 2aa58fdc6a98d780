-- purpose: keep slots that a decision took for longer, unless they are free by now
-- include: clock
-- KEYS[1] slots, see include/limit
-- ARGV[1] how many it took
-- ARGV[2] id of the decision
-- ARGV[3] for how long from now, ms
-- result: 1 if they were still taken, else 0
-- cost: O(log slots)
-- idempotent: yes
local now = clock()
local member = ARGV[1] .. ' ' .. ARGV[2]
local score = redis.pcall('ZSCORE', KEYS[1], member)
if type(score) ~= 'string' or tonumber(score) <= now then return 0 end
local finish = now + ARGV[3] * 1000
if finish > tonumber(score) then redis.call('ZADD', KEYS[1], string.format('%.0f', finish), member) end
local last = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
redis.call('PEXPIRE', KEYS[1], math.ceil((last - now) / 1000) + 1)
return 1
