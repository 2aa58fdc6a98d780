-- purpose: tell what a queue has for others: children to be submitted there, orders for them, and words on how children ended; and
--   which children it has waited long for
-- include: job
-- include: job_seldom
-- ARGV[3] how many ms ago children must have come, or been told; younger ones are left to whoever submits them
-- ARGV[4] most of each
-- ARGV[5] most bytes; one comes all the same
-- result: {ok, children {flow, id of the parent, child, queue, its submission, packed}, orders {flow and child, the order}, words
--   {flow and child, the word}, 1 if there is more to do at once, children {flow, id of the parent, child, queue, number of the last
--   order} that parents have waited for since they were asked for last, a minute at least}; {unconfigured}
-- cost: O(what is told, and the children of each parent)
-- idempotent: yes
if not read_settings() then return {'unconfigured'} end
local FAR, DOWN, UP = Q .. ':far', Q .. ':down', Q .. ':up'
local most, bytes, more = tonumber(ARGV[4]), tonumber(ARGV[5]), 0

local function told(list, entry, size)
  bytes = bytes - size
  list[#list + 1] = entry
end

local submissions, waits_for = {}, {}
local function ask_for_children(parent, key, flow)
  local job, is_any = read_job(parent), false
  local children = job and job.s == 'blocked' and flow and children_of(parent, 's') or {}
  for i = 1, #children, 2 do
    local far = children[i + 1] == 'open' and call('HMGET', key, 'q' .. children[i], 'k' .. children[i])
    if far and far[1] then
      is_any = true
      waits_for[#waits_for + 1] = {flow, parent, children[i], far[1], far[2] or '0'}
    end
  end
  if is_any then call('ZADD', FAR, text(NOW + PATIENCE), parent) else call('ZREM', FAR, parent) end
end

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
  if left == 0 then
    ask_for_children(parent, key, flow)
  elseif is_all then
    call('ZADD', FAR, NOW_TEXT, parent)
  end
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
return {'ok', submissions, orders, read(UP, always), more, waits_for}
