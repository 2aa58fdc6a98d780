-- purpose: tell what is known of a job, and have its end told if it is not over
-- include: job
-- include: job_seldom
-- include: job_view
-- ARGV[3] id
-- ARGV[4] 1 to have its end told
-- result: {ok, what is known, see include/job_view}; {unknown}
-- cost: O(fields of the job)
-- idempotent: yes
local view = view_of(ARGV[3])
if not view then return {'unknown'} end
if ARGV[4] == '1' then
  local job = read_job(ARGV[3])
  if not is_over(job) then
    job.sp = true
    write_job(job, job.s, 'aw', '1')
  end
end
return {'ok', view}
