-- purpose: remember of which groups an instance has members, before it enters the first and after the last has left
-- KEYS[1] the groups of the instance in one incarnation, ZSET group -> number of the registration
-- ARGV[1] until when by the clock of the servers the instance's lease lasts, in ms since 1970; 0 for who cleans up after it
-- ARGV[2] how many groups are to be added
-- ARGV[3] and following, number and group of each of them, then of those to be taken out unless they were added again since
-- result: DONE, or LATE when the lease is over
-- cost: O(groups named)
-- idempotent: yes
local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
if ARGV[1] ~= '0' and now > tonumber(ARGV[1]) then return 'LATE' end
local adds = tonumber(ARGV[2])
for i = 3, #ARGV, 2 do
  local score = call('ZSCORE', KEYS[1], ARGV[i + 1])
  if i < 3 + adds * 2 then
    if not score or tonumber(score) < tonumber(ARGV[i]) then call('ZADD', KEYS[1], ARGV[i], ARGV[i + 1]) end
  elseif score and tonumber(score) <= tonumber(ARGV[i]) then
    call('ZREM', KEYS[1], ARGV[i + 1])
  end
end
return 'DONE'
