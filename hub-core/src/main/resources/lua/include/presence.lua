-- KEYS[1] the members of the group, HASH client -> see member
-- KEYS[2] the same by instance, ZSET of "<node>:<client>", all with score 0
-- KEYS[3] the users among them, HASH user as a JSON string -> "<connections>", and behind it words: the clients that are away,
--   and =<client that others know>=<client> of those that took another's place
-- KEYS[4] those that are away, ZSET client -> ms since 1970 when the grace ends
-- KEYS[5] what was heard from instances lately, HASH node -> "<incarnation> <number of the last batch>"
-- KEYS[6] outbox of events, see event
-- KEYS[7] (optional) what is known of the user whose connections these are, HASH: seen ms since 1970, status JSON,
--   arrivals, how many connections came, and "arrived <client>", the how many-th each that is here was
-- ARGV[1] the instance
-- ARGV[2] its incarnation
-- ARGV[3] PUBLISH or SPUBLISH
-- ARGV[4] pub/sub channel on which joins and leaves are told; empty for none
-- ARGV[5] with more members than so many nobody is told of joins
-- ARGV[6] events for first member, last member, first of a user, last of a user, any member that comes, and goes; each a word,
--   - for none
-- ARGV[7] what the ids of events begin with
-- ARGV[8] subject of events, a JSON object; without its end when user and client are to be put in
-- ARGV[9] how long KEYS[7] outlasts the last member, in ms
local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local node, incarnation = ARGV[1], tonumber(ARGV[2])
local mostTold = tonumber(ARGV[5])
local kinds, events, joins, leaves = {}, 0, {}, {}
for word in string.gmatch(ARGV[6], '%S+') do kinds[#kinds + 1] = word end
local size = call('HLEN', KEYS[1])
local NOBODY = '""'
local LAST = '9007199254740991'

local function number(n) return string.format('%.0f', n) end

local function happened(kind, m)
  if kinds[kind] == '-' then return end
  events = events + 1
  local subject = ARGV[8]
  if string.sub(subject, -1) ~= '}' then
    local comma = subject == '{' and '' or ','
    subject = subject .. comma .. '"user":' .. m.user .. ',"client":"' .. m.shown .. '"}'
  end
  tell(KEYS[6], ARGV[7] .. '-' .. events, kinds[kind], now, subject)
end

-- The group got its first member, or lost its last one.
local hasTurned = 0
local function turned(isOccupied)
  hasTurned = 1
  if not KEYS[7] then return end
  call('HSET', KEYS[7], 'seen', number(now))
  if isOccupied then call('PERSIST', KEYS[7]) else call('PEXPIRE', KEYS[7], ARGV[9]) end
end

local function put(client, m)
  call('HSET', KEYS[1], client, m.node .. ' ' .. m.incarnation .. ' ' .. m.state .. ' ' .. m.told .. ' ' .. m.shown .. ' '
    .. #m.user .. ' ' .. m.user .. m.infos)
end

-- Changes how many connections a user has, and the words behind that; returns how many there are.
local function count(user, more, without, with)
  local known = call('HGET', KEYS[3], user) or '0'
  local connections = tonumber(string.match(known, '^%d+')) + more
  if connections <= 0 then
    call('HDEL', KEYS[3], user)
    return 0
  end
  local all = {tostring(connections)}
  for word in string.gmatch(known, ' (%S+)') do
    if not without[word] then all[#all + 1] = word end
  end
  all[#all + 1] = with
  call('HSET', KEYS[3], user, table.concat(all, ' '))
  return connections
end

-- Says that others know the member by the name of another.
local function alias(client, m)
  if m.shown ~= client then return '=' .. m.shown .. '=' .. client end
end

-- All words that speak of the member.
local function words(client, m)
  local all = {[client] = true}
  local name = alias(client, m)
  if name then all[name] = true end
  return all
end

local function drop(client, m)
  call('HDEL', KEYS[1], client)
  call('ZREM', KEYS[2], m.node .. ':' .. client)
  if m.state == 'a' then call('ZREM', KEYS[4], client) end
  if KEYS[7] then call('HDEL', KEYS[7], 'arrived ' .. client) end
end

local function leave(client, m)
  drop(client, m)
  size = size - 1
  if m.told == '2' then leaves[#leaves + 1] = json(m) end
  happened(6, m)
  if count(m.user, -1, words(client, m)) == 0 then happened(4, m) end
  if size == 0 then
    happened(2, m)
    turned(false)
  end
end

local function away(client, m, grace)
  if grace == 0 or m.user == NOBODY then return leave(client, m) end
  m.state = 'a'
  put(client, m)
  call('ZADD', KEYS[4], number(now + grace), client)
  count(m.user, 0, {[client] = true}, client)
end

-- Remembers that the batch was seen, for so long at least.
local function remember(batch, least)
  call('HSET', KEYS[5], node, number(incarnation) .. ' ' .. batch)
  if call('PTTL', KEYS[5]) < least then call('PEXPIRE', KEYS[5], least) end
end

local function announce()
  if ARGV[4] ~= '' and #joins + #leaves > 0 then
    call(ARGV[3], ARGV[4], '0 0 - m\n{"joins":[' .. table.concat(joins, ',') .. '],"leaves":[' .. table.concat(leaves, ',')
      .. ']}')
  end
end

-- Incarnation and number of the last batch that was heard from the instance.
local function heard()
  local last = call('HGET', KEYS[5], node)
  if not last then return 0, 0 end
  local of, batch = string.match(last, '^(%d+) (%d+)$')
  return tonumber(of), tonumber(batch)
end
