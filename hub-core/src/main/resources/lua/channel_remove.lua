-- purpose: forget the publications of a stream that no consumer needs, and tell the instances; offsets go on, the epoch
--   stays
-- KEYS[1] metadata of the stream, see channel_publish; made when there is none
-- KEYS[2] the stream, see channel_publish
-- ARGV[1] name of the next epoch, should one begin
-- ARGV[2] incarnation of this server
-- ARGV[3] lifetime of the metadata in ms
-- ARGV[4] PUBLISH or SPUBLISH
-- ARGV[5] the stream's pub/sub channel
-- result: {epoch, offset of the last publication, {}}
-- cost: O(entries)
-- idempotent: yes
local call = redis.call
local meta = call('HMGET', KEYS[1], 'e', 'o', 'k')
local epoch, last = meta[1], meta[2]
if not epoch or not tonumber(last) then
  epoch, last = ARGV[1], '0'
  call('HSET', KEYS[1], 'e', epoch, 'o', last, 'i', ARGV[2])
end
local through = last
if meta[3] then
  call('XTRIM', KEYS[2], 'MINID', meta[3] .. '-0')
  through = string.format('%.0f', math.min(tonumber(last), tonumber(meta[3]) - 1))
else
  call('DEL', KEYS[2])
  call('PEXPIRE', KEYS[1], ARGV[3])
end
call(ARGV[4], ARGV[5], 'removed ' .. through .. ' ' .. epoch)
return {epoch, last, {}}
