-- purpose: pause a schedule, let it go on, or delete it
-- KEYS[1] the queue, HASH as in schedule_put
-- ARGV[1] pause, resume or delete
-- ARGV[2] id
-- ARGV[3] for resume: its revision
-- ARGV[4] for resume: ms of the tick that comes next; '' for none
-- result: {done | unknown | stale}
-- cost: O(log(schedules of the queue))
-- idempotent: yes
-- include: clock
-- include: whole
local call = redis.call
local LINE, KEY = KEYS[1] .. ':sched', KEYS[1] .. ':sc:' .. ARGV[2]
local revision = call('HGET', KEY, 'rv')
if not revision then return {'unknown'} end
if ARGV[1] == 'delete' then
  call('ZREM', LINE, ARGV[2])
  call('UNLINK', KEY)
  return {'done'}
end
local paused, at = '1', ''
if ARGV[1] == 'resume' then
  if call('HGET', KEY, 'pz') == '0' then return {'done'} end
  if revision ~= ARGV[3] then return {'stale'} end
  paused, at = '0', ARGV[4]
end
local next_revision = math.max(clock(), tonumber(revision) + 1)
call('HSET', KEY, 'rv', string.format('%.0f', next_revision), 'pz', paused, 'nx', at)
call('ZADD', LINE, at == '' and 'inf' or at, ARGV[2])
return {'done'}
