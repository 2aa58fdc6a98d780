-- purpose: cancel jobs that are not over, those that are worked on as well
-- include: job
-- ARGV[3] why
-- ARGV[4] and following, ids
-- result: {ok, for each job {what it was: unknown | ready | delayed | blocked | active | a final state, uid of the instance
--   where it was worked on or '', its epoch or 0, 1 where followers are to be told}}; {unconfigured}
-- cost: O(jobs * log(jobs of the queue))
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local startable = 0
local function cancel(id)
  local job = read_whole(id, 'u', 'p', 'g', 'x')
  if not job then return {'unknown', '', '0', 0} end
  if job.s == 'active' then
    call('ZREM', LEASE, id)
    if job.g then leave_group(job.g) end
    startable = startable + 1
  elseif job.s == 'ready' or job.s == 'delayed' or job.s == 'blocked' then
    take_out(job)
  else
    return {job.s, '', '0', 0}
  end
  startable = startable + finish(settings, job, 'cancelled', 'cancelled', 'er', ARGV[3])
  return {job.s, job.s == 'active' and job.u or '', job.e or '0', job.fo and 1 or 0}
end
local results = {}
for at = 4, #ARGV do results[#results + 1] = cancel(ARGV[at]) end
wake(startable)
close(settings)
return {'ok', results}
