//! Conversions of the values of public fields to those of the generated types.

use super::{CityId, DepartmentId, OwnershipId};

/// Turned into a value of a generated type.
pub(super) trait ToRaw<Raw> {
    fn to_raw(&self) -> Raw;
}

macro_rules! same {
    ($($ty:ty)+) => {$(
        impl ToRaw<$ty> for $ty {
            fn to_raw(&self) -> $ty {
                self.clone()
            }
        }
    )+};
}

same!(String i32 f64);

macro_rules! numbers {
    ($($id:ident)+) => {$(
        impl ToRaw<i32> for $id {
            fn to_raw(&self) -> i32 {
                self.get()
            }
        }
    )+};
}

numbers!(CityId DepartmentId OwnershipId);

/// The elements of a list.
pub(super) fn list<R, T: ToRaw<R>>(values: &[T]) -> Vec<R> {
    values.iter().map(ToRaw::to_raw).collect()
}
