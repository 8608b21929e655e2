namespace NvDemo.Adapters.Postgres;

/// <summary>What stands between the service and the database, and shares connections among its clients.</summary>
public enum DatabasePooler
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>RDS Proxy: a prepared statement pins a client to a connection, so there are none.</summary>
    RdsProxy,

    /// <summary>PgBouncer from 1.21 on, with <c>max_prepared_statements</c>.</summary>
    PgBouncer,
}
