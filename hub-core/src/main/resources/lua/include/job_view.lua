-- To be included after job_seldom.
-- What is known of a job: {id, when it may start or its lease ends in ms or '', its fields and their values, its children: id
-- and state}; nil when there is no such job. And the bytes of its payload and result.
local function view_of(id)
  local fields = call('HGETALL', job_key(id))
  if #fields == 0 then return nil, 0 end
  local at, state, is_parent, bytes = '', '', false, 0
  for i = 1, #fields, 2 do
    local name, value = fields[i], fields[i + 1]
    if name == 's' then state = value elseif name == 'pn' then is_parent = true end
    if name == 'd' or name == 'r' then bytes = bytes + #value end
  end
  if state == 'delayed' then
    at = call('ZSCORE', DELAYED, id) or ''
  elseif state == 'active' then
    at = call('ZSCORE', LEASE, id) or ''
  end
  return {id, at, fields, is_parent and children_of(id, 's') or {}}, bytes
end
