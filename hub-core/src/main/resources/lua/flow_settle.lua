-- purpose: forget what was told to other queues, and keep what they answered
-- include: job
-- include: job_seldom
-- ARGV[3] and following, 6 each. Of a word: word; flow and child; its number; '', '', ''. Of an order: order, or gone where there is
--   no such child; flow and child; its number; parent; '', ''. Of a submission: sent, or refused; flow; parent; child; why it was
--   refused; ''. Of a child that is not there any more: lost; flow; parent; child; number of the last order to it; ''
-- result: {ok, 1 if this queue has something to tell, for each 1 where it was still to be told, else 0, jobs that were cancelled for
--   it, see job_cancel}; {unconfigured}
-- cost: O(what is named, and the children of each parent)
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local started = 0

local function forget(list, field, number, place)
  local stored = call('HGET', Q .. list, field)
  if not stored or cjson.decode(stored:match('^[^\n]*'))[place] ~= tonumber(number) then return 0 end
  return call('HDEL', Q .. list, field)
end

local function edge_of(flow, parent, child)
  local edge = call('HMGET', Q .. ':ch:' .. parent, 'i', 's' .. child, 'b' .. child, 'x' .. child, 'k' .. child)
  return edge[1] == flow and edge or nil
end

-- Its parent is over.
local function order_away(parent, child, flow, what)
  local queue = call('HGET', Q .. ':ch:' .. parent, 'q' .. child)
  order_far(parent, child, queue, flow, what, parent_over(parent))
end

-- A parent that is done again goes on without a child that was forgotten, as if that was in its own queue.
local function go_on_without(field, number, parent)
  local flow, child = field:match('^(%S+) (.+)$')
  local edge = edge_of(flow, parent, child)
  if not edge or edge[2] ~= 'open' or tonumber(edge[5]) ~= tonumber(number) then return end
  local told = {id = child, pa = parent, cf = 'continue'}
  started = started + child_ended(settings, told, 'cancelled', 'it is not there any more')
end

-- The parent may be over meanwhile: then it has given an order, unless that was since another one said that it was refused.
local function sent(flow, parent, child)
  local edge, key = edge_of(flow, parent, child), Q .. ':ch:' .. parent
  if not edge or not edge[3] and not edge[4] then return 0 end
  call('HDEL', key, 'b' .. child, 'x' .. child)
  if edge[4] then order_away(parent, child, flow, 'cancel') end
  return 1
end

-- The flow is given up, but for what is done already. The submission is laid aside, for the parent may be done after all. It may
-- have been taken all the same, when it came twice, and nobody may have lived to say so: then the child is to go.
local function refused(flow, parent, child, why)
  local edge = edge_of(flow, parent, child)
  if not edge or not edge[3] then return 0 end
  local key = Q .. ':ch:' .. parent
  call('HSET', key, 'x' .. child, edge[3])
  call('HDEL', key, 'b' .. child)
  order_away(parent, child, flow, 'drop')
  is_refused = true
  started = started + child_ended(settings, {id = child, pa = parent, cf = 'fail'}, 'dead', why, 'child ' .. child .. ': ' .. why)
  is_refused = false
  return 1
end

-- Its parent waits for it, and nobody has it. The parent may be done after all without it.
local function lost(flow, parent, child, number)
  local edge = edge_of(flow, parent, child)
  if not edge or edge[2] ~= 'open' or edge[3] or edge[4] or (edge[5] or '0') ~= number then return 0 end
  local told = {id = child, pa = parent, cf = 'fail'}
  started = started + child_ended(settings, told, 'dead', 'it is not there any more', 'child ' .. child .. ' is not there any more')
  return 1
end

-- Children that are where they are to be are asked for later.
local parents = {}
local function wait_for_children()
  for parent in pairs(parents) do
    local left = false
    for _, field in ipairs(call('HKEYS', Q .. ':ch:' .. parent)) do
      left = left or #field > 1 and field:sub(1, 1) == 'b'
    end
    if not left then call('ZADD', Q .. ':far', 'XX', text(NOW + PATIENCE), parent) end
  end
end

local results = {}
for at = 3, #ARGV, 6 do
  local what, one, two, three = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local result
  if what == 'word' then
    result = forget(':up', one, two, 3)
  elseif what == 'sent' then
    result = sent(one, two, three)
    parents[two] = true
  elseif what == 'refused' then
    result = refused(one, two, three, ARGV[at + 4])
  elseif what == 'lost' then
    result = lost(one, two, three, ARGV[at + 4])
  else
    result = forget(':down', one, two, 3)
    if what == 'gone' and result == 1 then go_on_without(one, two, three) end
  end
  results[#results + 1] = result
end
wait_for_children()
wake(started)
close(settings)
return {'ok', outgoing and 1 or 0, results, also}
