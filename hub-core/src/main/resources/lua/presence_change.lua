-- purpose: bring what changed among an instance's members of a group into the group, and tell the others; each batch once
-- include: event
-- include: member
-- include: presence
-- ARGV[10] number of the batch; goes up with each of the instance's batches for the group
-- ARGV[11] until when by the clock of the servers the instance's lease lasts, in ms since 1970
-- ARGV[12] and following, the changes in order: e, client, user as a JSON string, infos, 1 if announced, for one who enters;
--   l, client, for one who leaves; a, client, grace in ms, for one who is away
-- result: {DONE, LATE when the lease is over or FENCED when others cleaned up after this incarnation, members, users, events
--   in the outbox, 1 if the group may have got its first member or lost its last one}
-- cost: O(changes)
-- idempotent: yes
local batch = tonumber(ARGV[10])

-- One of the same user and in the same guise that is away, whose place can be taken.
local function vacancy(user, infos, announced)
  local known = user ~= NOBODY and call('HGET', KEYS[3], user)
  for other in string.gmatch(known or '', ' ([^=%s]%S*)') do
    local m = member(call('HGET', KEYS[1], other))
    if m and m.infos == infos and (m.told ~= '0') == (announced == '1') then return other, m end
  end
end

local function arrive(client, m)
  m.node, m.incarnation, m.state = node, ARGV[2], 'h'
  put(client, m)
  call('ZADD', KEYS[2], 0, node .. ':' .. client)
  if KEYS[7] and call('HEXISTS', KEYS[7], 'arrived ' .. client) == 0 then
    call('HSET', KEYS[7], 'arrived ' .. client, call('HINCRBY', KEYS[7], 'arrivals', 1))
  end
end

local function add(m)
  if m.told ~= '0' then m.told = size < mostTold and '2' or '1' end
  size = size + 1
  if m.told == '2' then joins[#joins + 1] = json(m) end
end

-- Somebody took the place of this member and has its name; it gets it back, and the other one joins under its own.
local function resume(client, user, infos)
  local known = call('HGET', KEYS[3], user) or ''
  local heir = string.match(known .. ' ', ' =' .. string.gsub(client, '%p', '%%%0') .. '=(%S+) ')
  if not heir then return false end
  local m = member(call('HGET', KEYS[1], heir))
  local told = m.told
  count(user, 1, {['=' .. client .. '=' .. heir] = true})
  m.shown = heir
  add(m)
  put(heir, m)
  happened(5, m)
  arrive(client, {told = told, shown = client, user = user, infos = infos})
  return true
end

local function enter(client, user, infos, announced)
  local m = member(call('HGET', KEYS[1], client))
  if m then
    if m.node ~= node then call('ZREM', KEYS[2], m.node .. ':' .. client) end
    if m.state == 'a' then
      call('ZREM', KEYS[4], client)
      count(m.user, 0, {[client] = true})
    end
    m.infos = infos
    if announced == '1' and m.told == '0' then
      m.told = size <= mostTold and '2' or '1'
      if m.told == '2' then joins[#joins + 1] = json(m) end
    end
    return arrive(client, m)
  end
  if resume(client, user, infos) then return end
  local other, gone = vacancy(user, infos, announced)
  if other then
    drop(other, gone)
    count(user, 0, words(other, gone), alias(client, gone))
    return arrive(client, gone)
  end
  m = {told = announced, shown = client, user = user, infos = infos}
  local isFirst = size == 0
  add(m)
  arrive(client, m)
  if isFirst then
    turned(true)
    happened(1, m)
  end
  if count(user, 1, {}) == 1 then happened(3, m) end
  happened(5, m)
end

-- Only what this instance entered: another may have taken the member over.
local function own(client)
  local m = member(call('HGET', KEYS[1], client))
  return m and m.node == node and m
end

local function answer(how)
  return {how, call('HLEN', KEYS[1]), call('HLEN', KEYS[3]), call('LLEN', KEYS[6]), hasTurned}
end

local of, last = heard()
if incarnation < of or (incarnation == of and number(last) == LAST) then return answer('FENCED') end
if incarnation == of and batch <= last then
  hasTurned = 1
  return answer('DONE')
end
if now > tonumber(ARGV[11]) then return answer('LATE') end

local at = 12
while at <= #ARGV do
  local what, client = ARGV[at], ARGV[at + 1]
  if what == 'e' then
    enter(client, ARGV[at + 2], ARGV[at + 3], ARGV[at + 4])
    at = at + 5
  elseif what == 'a' then
    local m = own(client)
    if m and m.state == 'h' then away(client, m, tonumber(ARGV[at + 2])) end
    at = at + 3
  else
    local m = own(client)
    if m then leave(client, m) end
    at = at + 2
  end
end
remember(ARGV[10], 60000)
announce()
return answer('DONE')
