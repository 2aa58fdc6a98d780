-- Cancels a job that is not over, of the queue whose `settings` were read, and adds to `startable`. Gives {what it was: unknown or
-- a state, uid of the instance where it was worked on or '', its epoch or 0, 1 where followers are to be told}.
local function cancel(id, why)
  local job = read_whole(id)
  if not job then return {'unknown', '', '0', 0} end
  if is_over(job) then return {job.s, '', '0', 0} end
  startable = startable + withdraw(job) + finish(settings, job, 'cancelled', 'cancelled', 'er', why)
  return {job.s, job.s == 'active' and job.u or '', job.e, job.fo and 1 or 0}
end
