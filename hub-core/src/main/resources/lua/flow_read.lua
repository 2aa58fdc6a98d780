-- purpose: tell what a queue has for others: children to be submitted there, orders for them, and words on how children ended
-- include: job
-- include: job_seldom
-- ARGV[3] how many ms ago children must have come, or been told; younger ones are left to whoever submits them
-- ARGV[4] most of each
-- ARGV[5] most bytes; one comes all the same
-- result: {ok, children {flow, id of the parent, child, queue, its submission, packed}, orders {flow and child, the order}, words
--   {flow and child, the word}, 1 if there is more to do at once}; {unconfigured}
-- cost: O(what is told, and the children of each parent)
-- idempotent: yes
if not read_settings() then return {'unconfigured'} end
local FAR, DOWN, UP = Q .. ':far', Q .. ':down', Q .. ':up'
local most, bytes, more = tonumber(ARGV[4]), tonumber(ARGV[5]), 0

local function told(list, entry, size)
  bytes = bytes - size
  list[#list + 1] = entry
end

local submissions = {}
local parents = call('ZRANGEBYSCORE', FAR, '-inf', text(NOW - tonumber(ARGV[3])), 'LIMIT', 0, most)
for _, parent in ipairs(parents) do
  local key, left, is_all = Q .. ':ch:' .. parent, 0, true
  local flow = call('HGET', key, 'i')
  for _, field in ipairs(flow and call('HKEYS', key) or {}) do
    local child = field:sub(2)
    if field:sub(1, 1) == 'b' and #field > 1 then
      left = left + 1
      if bytes > 0 and #submissions < most then
        local body = call('HGET', key, field)
        told(submissions, {flow, parent, child, call('HGET', key, 'q' .. child), body}, #body)
      else
        more, is_all = 1, false
      end
    end
  end
  if left == 0 then call('ZREM', FAR, parent) elseif is_all then call('ZADD', FAR, NOW_TEXT, parent) end
end
if #parents == most then more = 1 end

-- An order comes after the submission of the child that it is for.
local function is_sent(field, order)
  return call('HEXISTS', Q .. ':ch:' .. cjson.decode(order)[2], 'b' .. field:match(' (.+)$')) == 0
end

local function read(key, is_due)
  local list = {}
  if call('EXISTS', key) == 0 then return list end
  for _, field in ipairs(call('HRANDFIELD', key, most)) do
    local value = bytes > 0 and call('HGET', key, field)
    if not value then
      more = 1
    elseif is_due(field, value) then
      told(list, {field, value}, #value)
    end
  end
  if call('HLEN', key) > most then more = 1 end
  return list
end

local function always() return true end
local orders = read(DOWN, is_sent)
return {'ok', submissions, orders, read(UP, always), more}
