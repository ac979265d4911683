def put(record, way, field, value):
    """Sets a field; on the way, objects that are missing or null are made."""
    for step in way:
        if record.get(step) is None:
            record[step] = {}
        record = record[step]
        if not isinstance(record, dict):
            sys.exit(f"the response's {step} is not an object; nothing was changed")
    record[field] = value
