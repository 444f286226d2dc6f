"""What people type: one small form for each thing. Whether an act is allowed, the model says."""
