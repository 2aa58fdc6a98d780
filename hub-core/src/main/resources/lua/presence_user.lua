-- purpose: tell what is known of a user, after changing its status where asked to
-- include: member
-- KEYS[1] the connections of the user, see presence_change
-- KEYS[2] what is known of the user, see presence_change
-- ARGV[1] read, set or clear
-- ARGV[2] status to set, JSON
-- ARGV[3] how long KEYS[2] outlasts the last connection, in ms
-- result: {ms since 1970, seen or 0, status or empty, client, node, h or a, …}
-- cost: O(connections)
-- idempotent: yes
local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local connections = call('HGETALL', KEYS[1])
if ARGV[1] == 'set' then
  call('HSET', KEYS[2], 'status', ARGV[2])
  if #connections == 0 then call('PEXPIRE', KEYS[2], ARGV[3]) end
elseif ARGV[1] == 'clear' then
  call('HDEL', KEYS[2], 'status')
end
local known = call('HMGET', KEYS[2], 'seen', 'status')
local result = {string.format('%.0f', now), known[1] or '0', known[2] or ''}
for i = 1, #connections, 2 do
  local m = member(connections[i + 1])
  result[#result + 1] = connections[i]
  result[#result + 1] = m.node
  result[#result + 1] = m.state
end
return result
