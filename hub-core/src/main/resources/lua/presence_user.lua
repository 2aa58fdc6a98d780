-- purpose: tell what is known of a user, after changing its status where asked to
-- include: member
-- KEYS[1] the connections of the user, see presence_change
-- KEYS[2] what is known of the user, see presence_change
-- ARGV[1] read, set or clear
-- ARGV[2] status to set, JSON
-- ARGV[3] how long KEYS[2] outlasts the last connection, in ms
-- result: {ms since 1970, seen or 0, status or empty, client, node, h or a, …}, the connection that came first in front
-- cost: O(connections log connections)
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
local arrivals = {}
for i = 1, #connections, 2 do
  local m = member(connections[i + 1])
  local arrived = call('HGET', KEYS[2], 'arrived ' .. connections[i])
  arrivals[#arrivals + 1] = {at = tonumber(arrived or '0'), client = connections[i], node = m.node, state = m.state}
end
table.sort(arrivals, function(a, b) return a.at < b.at end)
for _, each in ipairs(arrivals) do
  result[#result + 1] = each.client
  result[#result + 1] = each.node
  result[#result + 1] = each.state
end
return result
