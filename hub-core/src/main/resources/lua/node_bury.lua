-- purpose: say how far the clean-up after a dead instance has come
-- KEYS[1] the dead, see node_heartbeat
-- ARGV[1] which one, "<uid>:<incarnation>"
-- ARGV[2] in how many ms somebody has to see to it again; 0 when nothing is left of it
-- ARGV[3] how long after its end somebody looks a last time, in ms
-- ARGV[4] 1 while whoever cleans up goes on, else anybody may when the time has come
-- result: 1 when it is forgotten, else 0
-- cost: O(1)
-- idempotent: yes
local entry = redis.call('HGET', KEYS[1], ARGV[1])
if not entry then return 1 end
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local died, how, by = string.match(entry, '^%d+|(%d+)|(%a+)(|?%S*)$')
local due = now + tonumber(ARGV[2])
if ARGV[2] == '0' then
  due = tonumber(died) + tonumber(ARGV[3])
  if due <= now then
    redis.call('HDEL', KEYS[1], ARGV[1])
    return 1
  end
end
if ARGV[4] ~= '1' then by = '' end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', due) .. '|' .. died .. '|' .. how .. by)
return 0
