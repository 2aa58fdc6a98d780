-- purpose: tell how a queue is doing
-- include: job
-- result: {ok, fields of the queue and their values, how many jobs are ready, delayed, blocked, active, done, dead, cancelled,
--   expired, ms for which the job could have started that would start next or -1, groups with something ready, and those of
--   them that are held up}; {unconfigured} when there is no such queue
-- cost: O(fields of the queue)
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local depth = {call('ZCARD', READY) + settings.gn}
for _, list in ipairs({'delayed', 'blocked', 'lease', 'done', 'dead', 'cancelled', 'expired'}) do
  depth[#depth + 1] = call('ZCARD', Q .. ':' .. list)
end
local group = call('ZRANGE', GROUPS, 0, 0)[1]
local first = call('ZRANGE', READY, 0, 0)[1] or group and call('ZRANGE', group_line(group), 0, 0)[1]
local job = first and read_job(first)
local since = job and tonumber(job.q ~= '0' and job.q or job.t)
local held = call('ZCARD', PARKED)
return {'ok', call('HGETALL', Q), depth, text(since and NOW - since or -1), call('ZCARD', GROUPS) + held, held}
