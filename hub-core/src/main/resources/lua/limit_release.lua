-- purpose: give back the slots that a decision took
-- KEYS[1] slots, see include/limit
-- ARGV[1] id of the decision
-- result: 1 if they were still taken, else 0
-- cost: O(log slots); O(slots) if it took more than one
-- idempotent: yes
local call = redis.call
local id, cost = ARGV[1], 1
local removed = redis.pcall('ZREM', KEYS[1], '1 ' .. id)
if removed == 0 then
  for _, member in ipairs(call('ZRANGE', KEYS[1], 1, -1)) do
    local taken, by = string.match(member, '^(%d+) (.*)$')
    if by == id then removed, cost = call('ZREM', KEYS[1], member), tonumber(taken) end
  end
end
if removed ~= 1 then return 0 end
local rule = call('ZRANGE', KEYS[1], 0, 0)[1]
local sum = call('ZINCRBY', KEYS[1], cost, rule)
if tonumber(sum) >= -1 then call('DEL', KEYS[1]) end
return 1
