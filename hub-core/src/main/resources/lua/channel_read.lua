-- purpose: read a stream of publications and where it is; end its epoch when it turns out to have lost its tail
-- KEYS[1] metadata of the stream, see channel_publish; made when there is none
-- KEYS[2] the stream, see channel_publish
-- ARGV[1] offset to begin after (in reverse: before); empty for all
-- ARGV[2] most entries; 0 for none, -1 for all
-- ARGV[3] 1 for the latest first
-- ARGV[4] epoch in which an instance has seen the offset ARGV[1] with its own eyes; empty where that is only claimed
-- ARGV[5] name of the next epoch, should one begin
-- ARGV[6] incarnation of this server
-- ARGV[7] least lifetime of the metadata in ms; at most an eighth more
-- result: {epoch, offset of the last publication, entries as XRANGE gives them}
-- cost: O(entries)
-- idempotent: yes
local call = redis.call
local meta = call('HMGET', KEYS[1], 'e', 'o', 'k')
local epoch, last = meta[1], meta[2]
local start, count, seen = ARGV[1], ARGV[2], ARGV[4]

if not epoch or not tonumber(last) then
  epoch, last = ARGV[5], '0'
  call('DEL', KEYS[2])
  call('HSET', KEYS[1], 'e', epoch, 'o', last, 'i', ARGV[6])
end
local least = tonumber(ARGV[7])
if not meta[3] and call('PTTL', KEYS[1]) < least then
  call('PEXPIRE', KEYS[1], string.format('%.0f', least + math.floor(least / 8)))
end

-- Every limit of a range can be left out but with COUNT 0 of XRANGE, which some versions take for all.
local function range(command, from, to)
  if count == '0' then return {} end
  if count == '-1' then return call(command, KEYS[2], from, to) end
  return call(command, KEYS[2], from, to, 'COUNT', count)
end

local entries
if ARGV[3] == '1' then
  entries = range('XREVRANGE', start == '' and '+' or '(' .. start .. '-0', '-')
else
  entries = range('XRANGE', start == '' and '-' or '(' .. start .. '-0', '+')
end

-- An offset that was there and that nothing follows, or that the next publication does not name as the one before it,
-- was in the tail of a primary that is gone. What is kept stays, under the new epoch's name.
if seen == epoch and start ~= '' then
  local at = tonumber(start)
  local lost = at > tonumber(last)
  if not lost and entries[1] then
    local fields = entries[1][2]
    local before = tonumber(string.match(entries[1][1], '^%d+')) - 1
    for i = 1, #fields, 2 do
      if fields[i] == 'p' then before = tonumber(fields[i + 1]) end
    end
    lost = before < at
  end
  if lost then
    epoch, entries = ARGV[5], {}
    call('HSET', KEYS[1], 'e', epoch)
  end
end
return {epoch, last, entries}
