-- purpose: lease publications to whoever works for a consumer: first those that are due again, then new ones, in order
-- include: consumer
-- ARGV[8] most deliveries
-- ARGV[9] most bytes of publications; one comes all the same
-- ARGV[10] most entries to look at
-- ARGV[11] most dead letters that are kept
-- result: {ok, epoch, now in ms since 1970, ms until the earliest is due or -1, 1 if asking again brings more, lost since
--   it was told, moved to the dead letters, undelivered, without acknowledgement, ack timeout in ms, deliveries of {offset,
--   attempt, channel, publication}}; {absent}
-- cost: O(looked at * log(without acknowledgement))
-- idempotent: no
local stream = attune()
if not stream then return {'absent'} end
local settings = call('HMGET', KEYS[4], 'at', 'mf', 'md', 'f')
local timeout, window, most_attempts = tonumber(settings[1]), tonumber(settings[2]), tonumber(settings[3])
local now, looks, bytes, dead, lost = clock(), tonumber(ARGV[10]), 0, 0, 0
local deadline = text(now + timeout)
local deliveries = {}
local again = 0

local function is_full() return #deliveries >= tonumber(ARGV[8]) or bytes >= tonumber(ARGV[9]) or looks <= 0 end

local function deliver(offset, attempt, channel, publication)
  deliveries[#deliveries + 1] = {offset, attempt, channel or '', publication}
  bytes = bytes + #publication
end

local function deliver_again(offset)
  local count = attempts(offset)
  local publication, channel = publication_of(offset)
  if not publication then
    close(offset)
    lost = lost + 1
    return
  end
  if most_attempts > 0 and count >= most_attempts then
    bury(stream, ARGV[11], offset, count, channel, publication)
    dead = dead + 1
    return
  end
  call('HSET', KEYS[7], 'n' .. offset, count + 1)
  call('ZADD', KEYS[5], deadline, offset)
  again = again + 1
  deliver(offset, count + 1, channel, publication)
end

local leases = window - call('ZCOUNT', KEYS[5], '(' .. text(now), '+inf')
while leases > 0 and not is_full() do
  local due = call('ZRANGEBYSCORE', KEYS[5], '-inf', text(now), 'LIMIT', 0, math.min(leases, 64))
  if #due == 0 then break end
  for _, offset in ipairs(due) do
    if is_full() then break end
    local before = #deliveries
    deliver_again(offset)
    looks = looks - 1
    leases = leases - (#deliveries - before)
  end
end

local room = math.min(leases, window - call('ZCARD', KEYS[5]))
local due, open, cursor = {}, {}, stream.cursor
while room > 0 and cursor < stream.last and not is_full() do
  local count = settings[4] == '' and math.min(room, tonumber(ARGV[8]) - #deliveries, 64) or 64
  local entries = call('XRANGE', KEYS[2], '(' .. text(cursor) .. '-0', '+', 'COUNT', count)
  if #entries == 0 then break end
  for _, entry in ipairs(entries) do
    if room <= 0 or is_full() then break end
    local before = previous_of(entry)
    if before > cursor then lost = lost + math.max(1, (before - cursor) % SKIP) end
    cursor = offset_of(entry)
    looks = looks - 1
    local channel = field(entry, 'c')
    if settings[4] == '' or string.find(channel or '', settings[4]) then
      local offset = text(cursor)
      due[#due + 1], due[#due + 2] = deadline, offset
      open[#open + 1], open[#open + 2] = offset, offset
      room = room - 1
      deliver(offset, 1, channel, field(entry, 'd'))
    end
  end
end
if #due > 0 then
  call('ZADD', KEYS[5], unpack(due))
  call('ZADD', KEYS[6], unpack(open))
end
if cursor ~= stream.cursor then call('HSET', KEYS[4], 'c', text(cursor)) end
if #deliveries > 0 then call('HINCRBY', KEYS[4], 'n', #deliveries) end
if again > 0 then call('HINCRBY', KEYS[4], 'r', again) end
if dead > 0 then call('HINCRBY', KEYS[4], 'dd', dead) end
if lost > 0 then count_lost(lost) end
settle(stream)

local untold = 0
if #deliveries > 0 then
  untold = tonumber((call('HGET', KEYS[4], 'u'))) or 0
  if untold > 0 then call('HDEL', KEYS[4], 'u') end
end
local unacked = call('ZCARD', KEYS[5])
local earliest = call('ZRANGE', KEYS[5], 0, 0, 'WITHSCORES')[2]
local wait = earliest and math.max(0, tonumber(earliest) - now) or -1
local leased = call('ZCOUNT', KEYS[5], '(' .. text(now), '+inf')
local more = leased < window and (wait == 0 or cursor < stream.last and unacked < window)
local lag = 0
if cursor < stream.last then
  local first = first_entry()
  local length = call('XLEN', KEYS[2])
  lag = first and (offset_of(first) > cursor and length or math.min(length, (stream.last - cursor) % SKIP)) or 0
  more = more and (wait == 0 or first ~= nil)
end
return {'ok', stream.epoch, text(now), text(wait), more and 1 or 0, untold, dead, lag, unacked, settings[1], deliveries}
