//! The statements that read and write connections.

/// Rows as [`super::read_record`] wants them: each with whether its secrets are sealed with another key than the store's, and
/// with the end of its consumer key, where there is one.
pub(crate) const SELECT: &str =
    "SELECT *, key_id IS NOT (SELECT key_id FROM meta) AS is_apart,
        (SELECT ends_at FROM rotation WHERE rotation.id = connection.id AND old_key = consumer_key) AS key_ends_at
     FROM connection";

/// A whole row: a new one, or over the one with the same id. What a look at its app found is of no other
/// app, and its release of no other org.
pub(super) const WRITE: &str = "
INSERT INTO connection (id, name, org_type, environment, authentication, login, instance, consumer_key,
    callback, org_id, user_id, username, display_name, org_name, edition, instance_name, is_sandbox,
    requested_scopes, granted_scopes, presets, status, status_at, authenticated_at, created_at,
    generation, key_id, data_key_id, data_key, access_token, refresh_token, consumer_secret,
    password, security_token, is_dev_hub_registration, namespace)
VALUES (:id, :name, :org_type, :environment, :authentication, :login, :instance, :consumer_key,
    :callback, :org_id, :user_id, :username, :display_name, :org_name, :edition, :instance_name, :is_sandbox,
    :requested_scopes, :granted_scopes, :presets, :status, :status_at, :authenticated_at, :created_at,
    :generation, :key_id, :data_key_id, :data_key, :access_token, :refresh_token, :consumer_secret,
    :password, :security_token, :is_dev_hub_registration, :namespace)
ON CONFLICT (id) DO UPDATE SET name = :name, org_type = :org_type, environment = :environment,
    authentication = :authentication, login = :login, instance = :instance, consumer_key = :consumer_key,
    callback = :callback, org_id = :org_id, user_id = :user_id, username = :username,
    display_name = :display_name, org_name = :org_name, edition = :edition,
    instance_name = :instance_name, is_sandbox = :is_sandbox, requested_scopes = :requested_scopes,
    granted_scopes = :granted_scopes, presets = :presets, status = :status, status_at = :status_at,
    authenticated_at = :authenticated_at, generation = :generation, key_id = :key_id,
    data_key_id = :data_key_id, data_key = :data_key, access_token = :access_token,
    refresh_token = :refresh_token, consumer_secret = :consumer_secret, password = :password,
    security_token = :security_token, is_dev_hub_registration = :is_dev_hub_registration,
    namespace = :namespace,
    posture_at = iif(consumer_key = :consumer_key, posture_at, NULL),
    release_at = iif(org_id = :org_id, release_at, NULL)";
