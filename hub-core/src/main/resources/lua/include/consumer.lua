-- KEYS[1] metadata of the stream, HASH, see channel_publish; kb names the life of this metadata: offsets of one life compare
-- KEYS[2] the stream, see channel_publish
-- KEYS[3] the consumers of the stream, HASH id -> "<lowest offset that it needs> <most entries kept for it> <life>"
-- KEYS[4] the consumer, HASH b life, e epoch, c offset up to which all was delivered once; settings at ack timeout in ms,
--   mf most deliveries without acknowledgement, md most deliveries of one publication, mr most entries kept, f Lua pattern
--   of the channels; counts n delivered, r of these again, a acknowledged, x refused, dd dead, do dead letters dropped,
--   l lost, u of these untold
-- KEYS[5] deliveries without acknowledgement, ZSET offset -> when they are due again, ms since 1970
-- KEYS[6] the same in order, ZSET offset -> offset; without those that came back from the dead letters
-- KEYS[7] more of these deliveries, HASH n<offset> how often, unless once; d<offset> the publication and c<offset> its
--   channel, of those that came back from the dead letters
-- KEYS[8] dead letters, STREAM of o offset, b life, e epoch, n deliveries, d publication, c channel
-- ARGV[1] id of the consumer
-- ARGV[2] name of the next epoch, should one begin
-- ARGV[3] incarnation of this server
-- ARGV[4] entries that the stream keeps whether they are needed or not
-- ARGV[5] lifetime of the stream in ms, once nobody needs it
-- ARGV[6] PUBLISH or SPUBLISH
-- ARGV[7] pub/sub channel on which the instances are told that the consumer ARGV[1] has something to do
local call = redis.call
local LETTERS = KEYS[8]

-- Offsets jump by whole multiples of this only, when another server takes over; and no stream is so long.
local SKIP = 1048576

local function text(number) return string.format('%.0f', number) end

local function clock()
  local time = call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function wake() call(ARGV[6], ARGV[7], ARGV[1]) end

local function first_entry() return call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1] end

local function offset_of(entry) return tonumber(string.match(entry[1], '^%d+')) end

local function field(entry, name)
  local fields = entry[2]
  for i = 1, #fields, 2 do
    if fields[i] == name then return fields[i + 1] end
  end
  return nil
end

local function previous_of(entry) return tonumber(field(entry, 'p')) or offset_of(entry) - 1 end

-- Where the stream is; it begins if there is none.
local function position()
  local known = call('HMGET', KEYS[1], 'e', 'o', 'kb')
  local epoch, last, life = known[1], known[2], known[3]
  if not epoch or not tonumber(last) then
    epoch, last = ARGV[2], '0'
    call('DEL', KEYS[2])
    call('HSET', KEYS[1], 'e', epoch, 'o', last, 'i', ARGV[3])
  end
  if not life then
    life = epoch
    call('HSET', KEYS[1], 'kb', life)
  end
  return {epoch = epoch, last = tonumber(last), life = life}
end

-- What no consumer needs and the stream need not keep goes; where nobody needs anything, the stream's time runs again.
local function trim(least, last)
  local length = call('XLEN', KEYS[2])
  local excess = length - tonumber(ARGV[4])
  if excess > 0 then
    local free = least - offset_of(first_entry())
    if free > 0 then call('XTRIM', KEYS[2], 'MAXLEN', length - math.min(excess, free % SKIP)) end
  end
  if least > last then call('PEXPIRE', KEYS[2], ARGV[5]) else call('PERSIST', KEYS[2]) end
end

-- Tells the stream what all consumers together need; nothing once there are none.
local function need(stream)
  local least, most
  for _, each in ipairs(call('HVALS', KEYS[3])) do
    local floor, cap, life = string.match(each, '^(%d+) (%d+) (%S+)$')
    local from = life == stream.life and tonumber(floor) or 1
    least = math.min(least or from, from)
    most = math.max(most or 0, tonumber(cap))
  end
  if least then
    call('HSET', KEYS[1], 'k', text(least), 'kc', text(most))
    call('PERSIST', KEYS[1])
  else
    call('HDEL', KEYS[1], 'k', 'kc', 'kb')
  end
  trim(least or stream.last + 1, stream.last)
end

-- After every change: tells the stream what this consumer needs.
local function settle(stream)
  local own = call('HMGET', KEYS[4], 'c', 'mr')
  local floor = call('ZRANGE', KEYS[6], 0, 0)[1] or text(tonumber(own[1]) + 1)
  local entry = floor .. ' ' .. own[2] .. ' ' .. stream.life
  if call('HGET', KEYS[3], ARGV[1]) ~= entry then
    call('HSET', KEYS[3], ARGV[1], entry)
    need(stream)
  end
end

local function count_lost(lost)
  call('HINCRBY', KEYS[4], 'l', lost)
  call('HINCRBY', KEYS[4], 'u', lost)
end

-- Where the stream is, seen by the consumer; nil without one. Where the metadata was lost, all begins anew: what was
-- delivered is gone, and at least one publication is told to be lost.
local function attune()
  local own = call('HMGET', KEYS[4], 'b', 'e', 'c')
  if not own[1] then return nil end
  local stream = position()
  stream.cursor = tonumber(own[3])
  if own[1] ~= stream.life or stream.cursor > stream.last then
    count_lost(math.max(1, call('ZCARD', KEYS[5])))
    call('UNLINK', KEYS[5], KEYS[6], KEYS[7])
    stream.cursor = 0
    call('HSET', KEYS[4], 'b', stream.life, 'e', stream.epoch, 'c', '0')
    settle(stream)
  elseif own[2] ~= stream.epoch then
    call('HSET', KEYS[4], 'e', stream.epoch)
  end
  return stream
end

local function attempts(offset) return tonumber(call('HGET', KEYS[7], 'n' .. offset)) or 1 end

-- The delivery is over, however it ended.
local function close(offset)
  call('ZREM', KEYS[5], offset)
  call('ZREM', KEYS[6], offset)
  call('HDEL', KEYS[7], 'n' .. offset, 'd' .. offset, 'c' .. offset)
end

-- What is under way, and its channel; nil when the stream does not hold it any more.
local function publication_of(offset)
  local held = call('HMGET', KEYS[7], 'd' .. offset, 'c' .. offset)
  if held[1] then return held[1], held[2] end
  local entry = call('XRANGE', KEYS[2], offset .. '-0', offset .. '-0')[1]
  if not entry then return nil end
  return field(entry, 'd'), field(entry, 'c')
end

-- Makes a dead letter of it; the oldest go beyond so many.
local function bury(stream, most, offset, count, channel, publication)
  if call('XLEN', LETTERS) >= tonumber(most) then call('HINCRBY', KEYS[4], 'do', 1) end
  call('XADD', LETTERS, 'MAXLEN', most, '*', 'o', offset, 'b', stream.life, 'e', stream.epoch, 'n', count,
    'd', publication, 'c', channel or '')
  close(offset)
end
