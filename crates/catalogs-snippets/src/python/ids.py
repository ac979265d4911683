def ids(record, field):
    """Takes a list out of a record, and returns the ids in it."""
    entries = record.pop(field, None)
    if not isinstance(entries, list):
        sys.exit(f"the response does not show {field}; nothing was changed")
    if not all(isinstance(entry, dict) and entry.get("id") for entry in entries):
        sys.exit(f"an entry of {field} has no id; nothing was changed")
    return [entry["id"] for entry in entries]
