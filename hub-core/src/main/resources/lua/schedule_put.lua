-- purpose: make a schedule, or change one, unless somebody changed it meanwhile
-- KEYS[1] the queue, HASH; the names of its schedules begin with it: ":sched", ZSET id -> when the next tick is, inf for none,
--   and for each ":sc:<id>", HASH as schedule_fire has it
-- ARGV[1] id
-- ARGV[2] its revision; '' when there is none
-- ARGV[3] ms of the tick that comes next; '' for none
-- ARGV[4] 1 when it is paused, 0 when not
-- ARGV[5] most schedules of a queue
-- ARGV[6] how many parts its job has, as job_submit lists them; they follow
-- ARGV[7] and following, the parts; then names of fields and their values
-- result: {created | updated | stale | full}
-- cost: O(log(schedules of the queue))
-- idempotent: yes
-- include: clock
-- include: whole
local call = redis.call
local LINE, KEY = KEYS[1] .. ':sched', KEYS[1] .. ':sc:' .. ARGV[1]
local revision = call('HGET', KEY, 'rv') or ''
if revision ~= ARGV[2] then return {'stale'} end
if revision == '' and call('ZCARD', LINE) >= tonumber(ARGV[5]) then return {'full'} end
local parts, first = {}, 7
for i = 1, tonumber(ARGV[6]) do parts[i] = ARGV[first + i - 1] end
call('HDEL', KEY, 'cron', 'tz', 'every')
call('HSET', KEY, unpack(ARGV, first + #parts))
local next_revision = math.max(clock(), (tonumber(revision) or 0) + 1)
call('HSET', KEY, 'rv', string.format('%.0f', next_revision), 'nx', ARGV[3], 'pz', ARGV[4], 'job', cmsgpack.pack(parts))
call('ZADD', LINE, ARGV[3] == '' and 'inf' or ARGV[3], ARGV[1])
return {revision == '' and 'created' or 'updated'}
