-- purpose: give a publication its place in the channel's stream, keep it, and tell the instances; at most once for a key
-- KEYS[1] metadata of the channel's stream, HASH e epoch, o last offset, i incarnation, v version, ve its epoch, k offset
--   from which on consumers still need the entries, kc most entries that are kept for them
-- KEYS[2] the channel's stream, STREAM of entries <offset>-0: d publication, p offset before if not one less, f flags
-- KEYS[3] (optional) result of the publication with this idempotency key, STRING "<offset> <epoch>"
-- KEYS[4] (optional) metadata of the namespace's feed, as KEYS[1]
-- KEYS[5] (optional) the namespace's feed, as KEYS[2] and c the channel
-- ARGV[1] the publication, a JSON object without offset
-- ARGV[2] its flags, one word
-- ARGV[3] PUBLISH or SPUBLISH
-- ARGV[4] the channel's pub/sub channel
-- ARGV[5] incarnation of this server
-- ARGV[6] name of the next epoch, should one begin
-- ARGV[7] how many offsets to skip, should the last publication have been taken by another incarnation
-- ARGV[8] most entries in the stream; 0 gives the publication no place
-- ARGV[9] least lifetime of the stream in ms; at most a 32nd more
-- ARGV[10] least lifetime of the metadata in ms; at most an eighth more
-- ARGV[11] lifetime of KEYS[3] in ms; 0 for no idempotency key
-- ARGV[12] version; 0 for none
-- ARGV[13] epoch of the version
-- ARGV[14] 1 if WAIT follows on this connection
-- ARGV[15] pub/sub channel of the feed; empty for no feed
-- ARGV[16] most entries in the feed
-- ARGV[17] the channel's name, for the feed
-- result: {published | repeated | outdated, offset, epoch}; offset 0 and no epoch without a place
-- cost: O(1); O(n) of what is trimmed, one entry in general
-- idempotent: no
local call = redis.call
local json, flags, waits = ARGV[1], ARGV[2], ARGV[14] == '1'
local keyed, versioned = ARGV[11] ~= '0', ARGV[12] ~= '0'

-- Both are set at once and have a 32nd of the stream's lifetime to spare; one look at the metadata tells if that is over.
local function outliveBoth(meta, stream)
  local least, lifetime = tonumber(ARGV[10]), tonumber(ARGV[9])
  local spare = math.floor(lifetime / 32)
  local left = call('PTTL', meta)
  if left <= least or left > least + spare then
    call('PEXPIRE', stream, string.format('%.0f', lifetime + spare))
    call('PEXPIRE', meta, string.format('%.0f', least + spare))
  end
end

-- What most publications are goes without all the rest: no key, no version, no feed, no consumers, and the stream goes on.
if not keyed and not versioned and flags == '-' and ARGV[8] ~= '0' and ARGV[15] == '' then
  local known = call('HMGET', KEYS[1], 'e', 'o', 'i', 'k')
  local epoch, last = known[1], known[2]
  local before = tonumber(last)
  if epoch and before and before < 4503599627370496 and known[3] == ARGV[5] and not known[4] then
    local id = string.format('%.0f', before + 1)
    call('XADD', KEYS[2], 'MAXLEN', ARGV[8], id .. '-0', 'd', json)
    call('HSET', KEYS[1], 'o', id)
    outliveBoth(KEYS[1], KEYS[2])
    call(ARGV[3], ARGV[4], id .. ' ' .. last .. ' ' .. epoch .. ' -\n' .. json)
    return {'published', id, epoch}
  end
end

-- WAIT speaks for what its connection wrote. An answer that writes nothing would not wait for the writes it relies on.
if keyed then
  local known = call('GET', KEYS[3])
  if known then
    if waits then call('PEXPIRE', KEYS[3], ARGV[11]) end
    local space = string.find(known, ' ', 1, true)
    return {'repeated', string.sub(known, 1, space - 1), string.sub(known, space + 1)}
  end
end

-- As text: versions need not fit into a number of Lua.
if versioned then
  local last = call('HMGET', KEYS[1], 'v', 've', 'o', 'e')
  local v, new = last[1], ARGV[12]
  if v and last[2] == ARGV[13] and (#new < #v or (#new == #v and new <= v)) then
    if waits then call('HSET', KEYS[1], 'v', v) end
    if ARGV[8] == '0' then return {'outdated', '0', ''} end
    return {'outdated', last[3] or '0', last[4] or ''}
  end
end

local function outlive(meta)
  local least = tonumber(ARGV[10])
  if call('PTTL', meta) < least then
    call('PEXPIRE', meta, string.format('%.0f', least + math.floor(least / 8)))
  end
end

-- What consumers need stays, beyond the stream's size, up to the cap; the rest goes, some entries at a time.
local function keep(stream, size, from)
  local length = call('XLEN', stream)
  local excess = math.min(length - size, 16)
  if excess > 0 then
    local free = #call('XRANGE', stream, '-', '(' .. from .. '-0', 'COUNT', excess)
    if free > 0 then call('XTRIM', stream, 'MAXLEN', length - free) end
  end
end

-- Appends; returns the offset, the epoch and what the message says before its flags.
local function append(meta, stream, size, channel)
  local known = call('HMGET', meta, 'e', 'o', 'i', 'k', 'kc')
  local epoch, last, from = known[1], known[2], known[4]
  local before = tonumber(last)
  local offset, begins, jumps
  if not epoch or not before or before >= 4503599627370496 then
    epoch, last, before, offset, begins = ARGV[6], '0', 0, 1, true
    call('DEL', stream)
  else
    jumps = known[3] ~= ARGV[5]
    offset = before + 1 + (jumps and tonumber(ARGV[7]) or 0)
  end
  local id = string.format('%.0f', offset)
  local most = from and math.max(tonumber(known[5]) or 0, size) or size
  if jumps or channel or flags ~= '-' then
    local fields = {'d', json}
    local function field(name, value) fields[#fields + 1] = name; fields[#fields + 1] = value end
    if jumps then field('p', last) end
    if flags ~= '-' then field('f', flags) end
    if channel then field('c', channel) end
    call('XADD', stream, 'MAXLEN', most, id .. '-0', unpack(fields))
  else
    call('XADD', stream, 'MAXLEN', most, id .. '-0', 'd', json)
  end
  if begins or jumps then
    call('HSET', meta, 'e', epoch, 'o', id, 'i', ARGV[5])
  else
    call('HSET', meta, 'o', id)
  end
  if from then
    keep(stream, size, from)
    call('PERSIST', stream)
    call('PERSIST', meta)
  else
    outliveBoth(meta, stream)
  end
  return id, epoch, id .. ' ' .. last .. ' ' .. epoch .. ' '
end

local placed, fed = ARGV[8] ~= '0', ARGV[15] ~= ''
local offset, epoch, head, feedHead = '0', '', '0 0 - ', '0 0 - '
if placed then
  offset, epoch, head = append(KEYS[1], KEYS[2], tonumber(ARGV[8]), nil)
  if fed then
    local _
    _, _, feedHead = append(KEYS[4], KEYS[5], tonumber(ARGV[16]), ARGV[17])
  end
end
if versioned then
  call('HSET', KEYS[1], 'v', ARGV[12], 've', ARGV[13])
  if not placed then outlive(KEYS[1]) end
end
if keyed then call('SET', KEYS[3], offset .. ' ' .. epoch, 'PX', ARGV[11]) end
call(ARGV[3], ARGV[4], head .. flags .. '\n' .. json)
if fed then call(ARGV[3], ARGV[15], feedHead .. flags .. ' ' .. ARGV[17] .. '\n' .. json) end
return {'published', offset, epoch}
