// Generated from openapi/catalogs.yaml by `cargo xtask codegen`: do not edit.
// How it differs from the spec:
// - no error responses
// - any success is success
// - nulls at references
// - own schemas for requests
// - open enums in responses
// - nullable responses
// - only ids are required
// - open enums in requests
// - nulls in requests
// - whole requests
// - unknown fields are kept
// - no unused schemas

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///An address of the user's organizations (адрес).
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct Address {
        ///Address as text (адрес).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub address: ::std::option::Option<::std::string::String>,
        ///City (ID города), a value of a dictionary.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub address_city_id: ::std::option::Option<i32>,
        ///Latitude in degrees (широта).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub address_latitude: ::std::option::Option<f64>,
        ///Longitude in degrees (долгота).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub address_longitude: ::std::option::Option<f64>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub address_type: ::std::option::Option<::serde_json::Value>,
        ///Contact persons at the address (контактные лица).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub contact_persons: ::std::option::Option<::std::vec::Vec<ContactPerson>>,
        ///Id of the address (ID адреса).
        pub id: ::uuid::Uuid,
        ///Note (примечание).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub note: ::std::option::Option<::std::string::String>,
        ///Opening hours as text (текстовое описание времени работы).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub schedule_summary: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /**An address to be added, or to replace one.

The documentation does not say which fields are required. The sandbox refuses a request
without `address_city_id` or `address_type` (400 `missing_field`) and with the id of a
contact person that does not exist (400 `unknown_reference`). A nullable field that is left
out counts as `null`, a list as empty; a text or a degree that is `null` is in responses as
`""` or 0. `id` and `contact_persons` are ignored; fields that are not documented are kept.
*/
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct AddressRequest {
        ///Address as text (адрес).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub address: ::std::option::Option<::std::string::String>,
        ///City (ID города), a value of a dictionary.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub address_city_id: ::std::option::Option<i32>,
        ///Latitude in degrees (широта).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub address_latitude: ::std::option::Option<f64>,
        ///Longitude in degrees (долгота).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub address_longitude: ::std::option::Option<f64>,
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub address_type: ::std::option::Option<i64>,
        ///Ids of the contact persons (ID контактных лиц).
        pub contact_person_ids: ::std::vec::Vec<::uuid::Uuid>,
        ///Note (примечание).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub note: ::std::option::Option<::std::string::String>,
        ///Opening hours as text (текстовое описание времени работы).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub schedule_summary: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///An entry of the dictionary of address types.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct AddressTypeInfo {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::serde_json::Value>,
        ///Name in Russian.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Name in English.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name_eng: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A contact person (контактное лицо).
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct ContactPerson {
        ///E-mail address (электронная почта).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub email: ::std::option::Option<::std::string::String>,
        ///Extension (добавочный номер).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub extra_phone: ::std::option::Option<i32>,
        ///Id of the contact person (ID контактного лица).
        pub id: ::uuid::Uuid,
        ///Full name (ФИО).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Phone (телефон).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub phone: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /**A contact person to be added, or to replace one.

The documentation does not say which fields are required, and the sandbox requires none. A
field that is left out counts as `null`; a text that is `null` is in responses as `""`. `id`
is ignored; fields that are not documented are kept.
*/
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct ContactPersonRequest {
        ///E-mail address (электронная почта).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub email: ::std::option::Option<::std::string::String>,
        ///Extension (добавочный номер).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub extra_phone: ::std::option::Option<i32>,
        ///Full name (ФИО).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Phone (телефон).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub phone: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Address for documents (адрес местонахождения для документов).
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct DocsAddress {
        ///City, a value of a dictionary.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub city_id: ::std::option::Option<i32>,
        ///House.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub house_no: ::std::option::Option<::std::string::String>,
        ///Office.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub office_no: ::std::option::Option<::std::string::String>,
        ///Postal code.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub postcode: ::std::option::Option<::std::string::String>,
        ///Street.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub street_name: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Address for documents (адрес местонахождения для документов).
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct DocsAddressRequest {
        ///City, a value of a dictionary.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub city_id: ::std::option::Option<i32>,
        ///House.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub house_no: ::std::option::Option<::std::string::String>,
        ///Office.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub office_no: ::std::option::Option<::std::string::String>,
        ///Postal code.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub postcode: ::std::option::Option<::std::string::String>,
        ///Street.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub street_name: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///An organization of the user (организация).
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct Organization {
        ///Addresses of the organization (адреса организации).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub addresses: ::std::option::Option<::std::vec::Vec<Address>>,
        ///Whether every department sees the organization (организация доступна всем подразделениям).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub all_departments_allowed: ::std::option::Option<bool>,
        ///Contact persons of the organization (контактные лица организации).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub contact_persons: ::std::option::Option<::std::vec::Vec<ContactPerson>>,
        ///Departments that see the organization (подразделения, которым доступна организация).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub department_ids: ::std::option::Option<::std::vec::Vec<i32>>,
        ///Address for documents (адрес местонахождения для документов).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub docs_address: ::std::option::Option<DocsAddress>,
        ///Extension (добавочный номер).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub extra_phone: ::std::option::Option<i32>,
        ///Id of the organization (ID организации).
        pub id: ::uuid::Uuid,
        ///Registration number (регистрационный номер) that fits the residency - ИНН, ЕДРПОУ, УНП, БИН or a like number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub inn: ::std::option::Option<::std::string::String>,
        ///Name (название).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Legal form (организационно-правовая форма собственности), a value of a dictionary.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ownership: ::std::option::Option<i32>,
        ///Phone of the organization (номер телефона организации).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub phone: ::std::option::Option<::std::string::String>,
        /**Residency (резидентство): 1 Russia (Россия), 2 Ukraine (Украина), 3 Belarus (Беларусь),
10 Kazakhstan (Казахстан), 200 international or other (Международное, другое).
*/
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub residency: ::std::option::Option<::serde_json::Value>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /**Which organizations to list. The sandbox refuses a filter without `departments` (400
`missing_field`) and finds none for an empty list. An organization that all departments see
is found for any department.
*/
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct OrganizationFilter {
        ///Departments to list the organizations of (список подразделений).
        pub departments: ::std::vec::Vec<i32>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /**An organization to be added, or to replace one.

The documentation does not say which fields are required. The sandbox refuses a request
without `ownership`, `residency` or `all_departments_allowed` (400 `missing_field`), with no
`department_ids` where `all_departments_allowed` is false (400 `departments_required`), and
with the id of an address or contact person that does not exist (400 `unknown_reference`).
A nullable field that is left out counts as `null`, a list as empty. `id`, `addresses` and
`contact_persons` are ignored; fields that are not documented are kept.
*/
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct OrganizationRequest {
        ///Ids of the organization's addresses (адреса организации).
        pub address_ids: ::std::vec::Vec<::uuid::Uuid>,
        ///Whether every department sees the organization. When false, department_ids has to list those that do.
        pub all_departments_allowed: bool,
        ///Ids of the organization's contact persons (контактные лица организации).
        pub contact_person_ids: ::std::vec::Vec<::uuid::Uuid>,
        ///Departments that see the organization (подразделения, которым доступна организация).
        pub department_ids: ::std::vec::Vec<i32>,
        ///Address for documents (адрес местонахождения для документов).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub docs_address: ::std::option::Option<DocsAddressRequest>,
        ///Extension (добавочный номер).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub extra_phone: ::std::option::Option<i32>,
        ///Registration number (регистрационный номер) that fits the residency - ИНН, ЕДРПОУ, УНП, БИН or a like number.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub inn: ::std::option::Option<::std::string::String>,
        ///Name (название).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Legal form (организационно-правовая форма собственности), a value of a dictionary.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub ownership: ::std::option::Option<i32>,
        ///Phone of the organization (номер телефона организации).
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub phone: ::std::option::Option<::std::string::String>,
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub residency: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
#[derive(Clone, Debug)]
/**Client for ATI.SU catalogs

The address book of an ATI.SU user: their own organizations (организации), the organizations'
addresses (адреса: warehouses, offices, shops) and contact persons (контактные лица).

Every operation exists on two routes that differ in their prefix and in how a request is
authorized, and in nothing else: the direct route takes a personal API token, the gateway route
an OAuth 2.0 access token.

Every request must have these headers:

| header | value |
|---|---|
| `User-Agent` | `ati_integrator_<ATI code>`, e.g. `ati_integrator_64357` |
| `Authorization` | `Bearer <token>` |
| `Accept` | `application/json` |
| `Content-Type` | `application/json`, also without a body |
| `Accept-Encoding` | `gzip, deflate, br`; the client must understand all three |

A contact (the user behind the token) may make at most 10 requests a second. Above that the
service responds 429: wait 100 ms, and double the wait while 429 goes on. Redirects (301, 302)
must be followed to their `Location`.

Where the documentation leaves something open, the descriptions say what the sandbox of this
repository does, which checks requests against this document. The real service may differ; so
may its error codes.


Version: 1.2.0*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::hooks::Recorder,
}
impl Client {
    /// Create a new client.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new(baseurl: &str, inner: crate::hooks::Recorder) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let client = {
            let dur = ::std::time::Duration::from_secs(15u64);
            reqwest::ClientBuilder::new().connect_timeout(dur).timeout(dur)
        };
        #[cfg(target_arch = "wasm32")]
        let client = reqwest::ClientBuilder::new();
        Self::new_with_client(baseurl, client.build().unwrap(), inner)
    }
    /// Construct a new client with an existing `reqwest::Client`,
    /// allowing more control over its configuration.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: crate::hooks::Recorder,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<crate::hooks::Recorder> for Client {
    fn api_version() -> &'static str {
        "1.2.0"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &crate::hooks::Recorder {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::hooks::Recorder>,
    {}
};
#[allow(clippy::all)]
impl Client {
    /**List the organizations that the user may see

Lists the organizations (организации) that the user may see.

Sends a `GET` request to `/organizations`

*/
    pub async fn list_organizations<'a>(
        &'a self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Organization>>, Error<()>> {
        let url = format!("{}/organizations", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_organizations",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Add an organization

Adds an organization (организация) to the user's address book.

Sends a `POST` request to `/organizations`

*/
    pub async fn create_organization<'a>(
        &'a self,
        body: &'a types::OrganizationRequest,
    ) -> Result<ResponseValue<types::Organization>, Error<()>> {
        let url = format!("{}/organizations", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_organization",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**List the organizations of some departments

Lists the organizations (организации) that some departments (подразделения) see.

Sends a `POST` request to `/organizations/filter`

*/
    pub async fn filter_organizations<'a>(
        &'a self,
        body: &'a types::OrganizationFilter,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Organization>>, Error<()>> {
        let url = format!("{}/organizations/filter", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "filter_organizations",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Get one organization

Reads the organization (организация) with this id.

Sends a `GET` request to `/organizations/{organizationId}`

Arguments:
- `organization_id`: Id of the organization (ID организации).
*/
    pub async fn get_organization<'a>(
        &'a self,
        organization_id: &'a ::uuid::Uuid,
    ) -> Result<ResponseValue<types::Organization>, Error<()>> {
        let url = format!(
            "{}/organizations/{}", self.baseurl, encode_path(& organization_id
            .to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_organization",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Replace an organization

Changes the organization (организация) with this id. The sandbox replaces it as a whole,
fields that are not documented included.


Sends a `PUT` request to `/organizations/{organizationId}`

Arguments:
- `organization_id`: Id of the organization (ID организации).
- `body`
*/
    pub async fn replace_organization<'a>(
        &'a self,
        organization_id: &'a ::uuid::Uuid,
        body: &'a types::OrganizationRequest,
    ) -> Result<ResponseValue<types::Organization>, Error<()>> {
        let url = format!(
            "{}/organizations/{}", self.baseurl, encode_path(& organization_id
            .to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .put(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "replace_organization",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Delete an organization

Removes the organization (организация) with this id. In the sandbox its addresses and
contact persons stay, and deleting again is 404.


Sends a `DELETE` request to `/organizations/{organizationId}`

Arguments:
- `organization_id`: Id of the organization (ID организации).
*/
    pub async fn delete_organization<'a>(
        &'a self,
        organization_id: &'a ::uuid::Uuid,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/organizations/{}", self.baseurl, encode_path(& organization_id
            .to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self.client.delete(url).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "delete_organization",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => Ok(ResponseValue::empty(response)),
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**List the addresses of the user

Lists the addresses (адреса) of the user.

Sends a `GET` request to `/organizations/addresses`

*/
    pub async fn list_addresses<'a>(
        &'a self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Address>>, Error<()>> {
        let url = format!("{}/organizations/addresses", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_addresses",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Add an address

Adds an address (адрес) to the user's address book.

Sends a `POST` request to `/organizations/addresses`

*/
    pub async fn create_address<'a>(
        &'a self,
        body: &'a types::AddressRequest,
    ) -> Result<ResponseValue<types::Address>, Error<()>> {
        let url = format!("{}/organizations/addresses", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_address",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**List the address types

Lists the types of addresses (типы адресов) with their names.

Sends a `GET` request to `/organizations/addresses/types`

*/
    pub async fn list_address_types<'a>(
        &'a self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::AddressTypeInfo>>, Error<()>> {
        let url = format!("{}/organizations/addresses/types", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_address_types",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Get one address

Reads the address (адрес) with this id.

Sends a `GET` request to `/organizations/addresses/{addressId}`

Arguments:
- `address_id`: Id of the address (ID адреса).
*/
    pub async fn get_address<'a>(
        &'a self,
        address_id: &'a ::uuid::Uuid,
    ) -> Result<ResponseValue<types::Address>, Error<()>> {
        let url = format!(
            "{}/organizations/addresses/{}", self.baseurl, encode_path(& address_id
            .to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_address",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Replace an address

Changes the address (адрес) with this id. The sandbox replaces it as a whole, fields that
are not documented included.


Sends a `PUT` request to `/organizations/addresses/{addressId}`

Arguments:
- `address_id`: Id of the address (ID адреса).
- `body`
*/
    pub async fn replace_address<'a>(
        &'a self,
        address_id: &'a ::uuid::Uuid,
        body: &'a types::AddressRequest,
    ) -> Result<ResponseValue<types::Address>, Error<()>> {
        let url = format!(
            "{}/organizations/addresses/{}", self.baseurl, encode_path(& address_id
            .to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .put(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "replace_address",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Delete an address

Removes the address (адрес) with this id. The sandbox also unlinks it from organizations;
deleting again is 404.


Sends a `DELETE` request to `/organizations/addresses/{addressId}`

Arguments:
- `address_id`: Id of the address (ID адреса).
*/
    pub async fn delete_address<'a>(
        &'a self,
        address_id: &'a ::uuid::Uuid,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/organizations/addresses/{}", self.baseurl, encode_path(& address_id
            .to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self.client.delete(url).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "delete_address",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => Ok(ResponseValue::empty(response)),
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**List the contact persons of the user

Lists the contact persons (контактные лица) of the user.

Sends a `GET` request to `/organizations/contactPersons`

*/
    pub async fn list_contact_persons<'a>(
        &'a self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::ContactPerson>>, Error<()>> {
        let url = format!("{}/organizations/contactPersons", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_contact_persons",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Add a contact person

Adds a contact person (контактное лицо) to the user's address book.

Sends a `POST` request to `/organizations/contactPersons`

*/
    pub async fn create_contact_person<'a>(
        &'a self,
        body: &'a types::ContactPersonRequest,
    ) -> Result<ResponseValue<types::ContactPerson>, Error<()>> {
        let url = format!("{}/organizations/contactPersons", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_contact_person",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Get one contact person

Reads the contact person (контактное лицо) with this id.

Sends a `GET` request to `/organizations/contactPersons/{contactPersonId}`

Arguments:
- `contact_person_id`: Id of the contact person (ID контактного лица).
*/
    pub async fn get_contact_person<'a>(
        &'a self,
        contact_person_id: &'a ::uuid::Uuid,
    ) -> Result<ResponseValue<types::ContactPerson>, Error<()>> {
        let url = format!(
            "{}/organizations/contactPersons/{}", self.baseurl, encode_path(&
            contact_person_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_contact_person",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Replace a contact person

Changes the contact person (контактное лицо) with this id. The sandbox replaces it as a
whole, fields that are not documented included.


Sends a `PUT` request to `/organizations/contactPersons/{contactPersonId}`

Arguments:
- `contact_person_id`: Id of the contact person (ID контактного лица).
- `body`
*/
    pub async fn replace_contact_person<'a>(
        &'a self,
        contact_person_id: &'a ::uuid::Uuid,
        body: &'a types::ContactPersonRequest,
    ) -> Result<ResponseValue<types::ContactPerson>, Error<()>> {
        let url = format!(
            "{}/organizations/contactPersons/{}", self.baseurl, encode_path(&
            contact_person_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .put(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "replace_contact_person",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Delete a contact person

Removes the contact person (контактное лицо) with this id. The sandbox also unlinks it from
organizations and addresses; deleting again is 404.


Sends a `DELETE` request to `/organizations/contactPersons/{contactPersonId}`

Arguments:
- `contact_person_id`: Id of the contact person (ID контактного лица).
*/
    pub async fn delete_contact_person<'a>(
        &'a self,
        contact_person_id: &'a ::uuid::Uuid,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/organizations/contactPersons/{}", self.baseurl, encode_path(&
            contact_person_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self.client.delete(url).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "delete_contact_person",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => Ok(ResponseValue::empty(response)),
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    #[allow(unused_imports)]
    pub use super::Client;
}
