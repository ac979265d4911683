//! What is likely wrong with a draft. Nothing here blocks a call: the service decides.

use super::{
    AddressDraft, ContactPersonDraft, DepartmentAccess, OrganizationDraft, Residency, Warning,
};

impl OrganizationDraft {
    /// Returns what is likely wrong with the draft; the service decides whether it is.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if is_blank(self.name.as_deref()) {
            warnings.push(Warning::new("name", "the organization has no name"));
        }
        if self.ownership.is_none() {
            warnings.push(Warning::new("ownership", "there is no legal form"));
        }
        match self.residency {
            None => warnings.push(Warning::new("residency", "there is no residency")),
            Some(residency) => warnings.extend(registration_number(residency, self.inn.as_deref())),
        }
        if self.departments == DepartmentAccess::Only(Vec::new()) {
            warnings.push(Warning::new(
                "department_ids",
                "no department would see the organization; name at least one, or allow all",
            ));
        }
        warnings.extend(phone(self.phone.as_deref(), self.extra_phone));
        warnings
    }
}

impl AddressDraft {
    /// Returns what is likely wrong with the draft; the service decides whether it is.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if is_blank(self.address.as_deref()) {
            warnings.push(Warning::new("address", "there is no address text"));
        }
        if self.city_id.is_none() {
            warnings.push(Warning::new("address_city_id", "there is no city"));
        }
        if self.address_type.is_none() {
            warnings.push(Warning::new("address_type", "there is no address type"));
        }
        let coordinates = [
            (
                "address_latitude",
                self.latitude,
                90.0,
                self.longitude.is_some(),
            ),
            (
                "address_longitude",
                self.longitude,
                180.0,
                self.latitude.is_some(),
            ),
        ];
        for (field, degrees, most, has_other) in coordinates {
            match degrees {
                Some(degrees) if !degrees.is_finite() => {
                    warnings.push(Warning::new(field, "it is no number, which cannot be sent"));
                }
                Some(degrees) if degrees.abs() > most => warnings.push(Warning::new(
                    field,
                    format!("it is out of range; degrees go from -{most} to {most}"),
                )),
                None if has_other => {
                    warnings.push(Warning::new(
                        field,
                        "the other coordinate is there without it",
                    ));
                }
                _ => {}
            }
        }
        warnings
    }
}

impl ContactPersonDraft {
    /// Returns what is likely wrong with the draft; the service decides whether it is.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if is_blank(self.name.as_deref()) {
            warnings.push(Warning::new("name", "the contact person has no name"));
        }
        warnings.extend(phone(self.phone.as_deref(), self.extra_phone));
        if self.email.as_deref().is_some_and(|email| !is_email(email)) {
            warnings.push(Warning::new(
                "email",
                "not a valid e-mail address (expected e.g. `name@host.ru`)",
            ));
        }
        warnings
    }
}

fn registration_number(residency: Residency, inn: Option<&str>) -> Option<Warning> {
    let kind = residency.registration_number()?;
    let fault = kind.check(inn?).err()?;
    Some(Warning::new(
        "inn",
        format!("it is no {kind}, which goes with {residency}: {fault}"),
    ))
}

fn phone(phone: Option<&str>, extra_phone: Option<i32>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if phone.is_some_and(|phone| !is_phone(phone)) {
        warnings.push(Warning::new(
            "phone",
            "not a valid phone number (expected e.g. `+7 495 123-45-67`)",
        ));
    }
    match extra_phone {
        Some(extension) if extension < 0 => {
            warnings.push(Warning::new("extra_phone", "an extension is not negative"));
        }
        Some(_) if phone.is_none() => {
            warnings.push(Warning::new(
                "extra_phone",
                "there is an extension, but no phone",
            ));
        }
        _ => {}
    }
    warnings
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// Between 5 and 15 digits (ITU-T E.164 allows no more), and nothing but what sets them apart.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let apart = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-()./".contains(c);
    (5..=15).contains(&digits) && text.chars().all(apart)
}

/// One `@` with something before it and a host with a dot after it; no spaces.
fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    let host_is_sound = host.contains('.') && host.split('.').all(|label| !label.is_empty());
    !name.is_empty()
        && !name.contains('@')
        && host_is_sound
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests;
